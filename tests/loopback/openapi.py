def violations(call):
    return []
