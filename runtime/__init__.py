"""Where everything is put together: the only reader of environment, files and the clock."""
