"""The programs that run regswap, and what each of them asks for."""
