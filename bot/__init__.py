"""The Discord application: a thin layer over the desk of kvbot."""
