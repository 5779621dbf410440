"""What a call fails with."""

STATUS = {
    "invalid_argument": 400,
    "out_of_range": 400,
    "unauthenticated": 401,
    "not_found": 404,
    "aborted": 409,
    "resource_exhausted": 429,
    "data_loss": 500,
    "internal": 500,
    "unimplemented": 501,
    "unavailable": 503,
}


class Failure(Exception):
    """A failure with its code, which the server of models understands."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message
