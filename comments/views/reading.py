"""Reading a form that may come from anywhere, so that as much of it as possible can be given back."""

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from comments.posting import Refused

LARGEST = 1_000_000  # bytes
DIGITS = 15  # of a length that anybody could mean; Python refuses to read thousands of them


class NoFiles(FileUploadHandler):
    """The form has no file; one that is sent is passed over and never written."""

    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def read_form(request: HttpRequest) -> QueryDict:
    """What was sent, always read as UTF-8. Refuses `large` and `damaged`."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise Refused("damaged")
    if len(length) > DIGITS or int(length) > LARGEST:
        raise Refused("large")
    request.upload_handlers = [NoFiles(request)]
    request.encoding = "utf-8"
    try:
        return request.POST
    except RequestDataTooBig as error:
        raise Refused("large") from error
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError) as error:
        raise Refused("damaged") from error


def refuse_twice(data: QueryDict) -> None:
    """A field sent twice means that somebody plays games with the parts that read the first or the last."""
    if any(len(values) > 1 for _, values in data.lists()):
        raise Refused("twice")
