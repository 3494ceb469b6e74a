#!/bin/bash
# Runs once, when the database folder is empty: a login of its own for the product and for Temporal.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set product="$PRODUCT_PASSWORD" --set temporal="$TEMPORAL_PASSWORD" <<'SQL'
CREATE ROLE inkoopspoor LOGIN PASSWORD :'product';
CREATE DATABASE inkoopspoor OWNER inkoopspoor;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal';
SQL
