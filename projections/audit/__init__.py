"""Accounts that an auditor asks for, as pure functions over rows and events that exist."""
