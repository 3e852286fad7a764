"""Single sign-on: signing in through the council's own OpenID provider (OpenID Connect Core 1.0)."""
