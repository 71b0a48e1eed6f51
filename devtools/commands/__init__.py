"""One module per command, each with `main(arguments)` returning an exit code."""
