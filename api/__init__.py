"""The world's side: command line, HTTP, pages, as doors onto `services`; parts are built in `wiring` alone."""
