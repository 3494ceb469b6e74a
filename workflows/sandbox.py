"""Where workflows run. The domain is let through whole: the linter keeps it pure."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

RUNNER = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules(
        "domain", "pydantic", "pydantic_core", "annotated_types"
    )
)
