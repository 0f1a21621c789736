"""A proxy that loses answers: the server has done the work, and the client never hears of it."""

import http.client
import socket
import threading

import raw_http


class DropProxy:
    """Forwards HTTP/1.1 requests to `upstream`, and closes the connection instead of passing on
    the first `drops` answers."""

    def __init__(self, upstream, drops):
        self.requests = []  # (headers in lower case, body)
        self.answers = []  # what the server said, passed on or not
        self._upstream = upstream
        self._drops = drops
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = []
        self._connections = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for opened in [self._listener, *self._connections]:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # the other side was first
        self._accepting.join(raw_http.REPLY_SECONDS_MAX)
        for thread in self._threads:
            thread.join(raw_http.REPLY_SECONDS_MAX)
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        with connection, connection.makefile("rb") as reader:
            while self._serve_one(connection, reader):
                pass

    def _serve_one(self, connection, reader):
        line = reader.readline()
        if not line:
            return False
        method, target, _ = line.decode("ascii").split()
        headers = http.client.parse_headers(reader)
        body = reader.read(int(headers.get("Content-Length", 0)))
        answer = raw_http.send(self._upstream, method, target, body, headers.items())
        with self._lock:
            names = {name.lower(): value for name, value in headers.items()}
            self.requests.append((names, body))
            self.answers.append(answer)
            drop = len(self.answers) <= self._drops
        if drop:
            return False
        connection.sendall(_bytes_of(answer))
        return True


def _bytes_of(answer):
    head = [f"HTTP/1.1 {answer.status} Answer"]
    head += [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\r\n".join([*head, "", ""]).encode() + answer.body
