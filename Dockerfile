# One image for the three processes: serve (default), work and follow.

FROM python:3.13-slim-bookworm AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ONLY_BINARY=:all: PIP_REQUIRE_HASHES=1
WORKDIR /app
RUN python -m venv /opt/venv
COPY requirements.txt requirements-dev.txt ./
RUN /opt/venv/bin/pip install --no-deps --requirement requirements.txt
# The project itself stays in its folder; linking it in needs the locked setuptools, no more.
RUN sed -n '/^setuptools==/,/^    # via/p' requirements-dev.txt > /opt/build.txt \
  && /opt/venv/bin/pip install --no-deps --requirement /opt/build.txt
COPY . .
RUN PIP_REQUIRE_HASHES=0 /opt/venv/bin/pip install --no-deps --no-build-isolation --editable . \
  && /opt/venv/bin/pip uninstall --yes setuptools \
  && /opt/venv/bin/python -m compileall -q domain proofs eventstore projections workflows api runtime

FROM python:3.13-slim-bookworm

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin inkoopspoor
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
ENTRYPOINT ["inkoopspoor"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
