"""Types files into leat-lsp-server: every prefix, then random edits.

usage: edits.py SERVER PREFIX_STEP EDITS FILE...
Each text is sent as a change, with requests at a random place. The server must
answer each within a second and leave with code 0.
"""
import json
import random
import re
import subprocess
import sys
import time

LIMIT = 1.0
BITS = list("(){}[]<>@%=,:+-*/\"#!.") + [" ", "\n", "-> ", "%x", "@w", "let ", "func @f", "relu ", "1e", "99999999999999999999",
                                        "for %t = 1 to 3 ", "carry(", "f32[", "leat.model @n {", "%a, %b = ", "\u00e9", "\x00"]

TOKEN = re.compile(r"[%@]?[A-Za-z_][\w.$-]*|\d+(?:\.\d+)?|\S")


class Server:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.slowest, self.ids, self.text = 0, 0, ""
        self.request("initialize", {"processId": None, "rootPath": "", "capabilities": {}, "trace": "off"})

    def send(self, message):
        body = json.dumps(dict(message, jsonrpc="2.0")).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def request(self, method, params):
        """The answer; notifications before it are dropped."""
        self.ids += 1
        self.send({"id": self.ids, "method": method, "params": params})
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()):
                length = int(line.split(b":")[1]) if line.startswith(b"Content-Length") else length
            if not length:
                sys.exit(f"the server is gone: code {self.process.wait()}, text:\n{self.text}")
            message = json.loads(self.process.stdout.read(length))
            if message.get("id") == self.ids:
                return message["result"]

    def show(self, text, version):
        uri, self.text = "file:///typed.mlir", text
        start = time.monotonic()
        if version == 1:
            self.send({"method": "textDocument/didOpen", "params": {
                "textDocument": {"uri": uri, "languageId": "leat", "version": 1, "text": text}}})
        else:
            self.send({"method": "textDocument/didChange", "params": {
                "textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}})
        lines = text.split("\n")
        line = random.randrange(len(lines))
        where = {"textDocument": {"uri": uri}, "position": {"line": line, "character": random.randint(0, len(lines[line]))}}
        for method in ("hover", "definition", "completion", "documentSymbol", "references"):
            self.request("textDocument/" + method, dict(where, context={"includeDeclaration": True, "triggerKind": 1}))
        took = time.monotonic() - start
        self.slowest = max(self.slowest, took)
        if took > LIMIT:
            sys.exit(f"{took:.1f} s for a text:\n{text}")


def exchange(text, words):
    """Another word or number for one: what is left may parse, and be wrong further in."""
    old = random.choice(list(TOKEN.finditer(text)) or [None])
    if not old:
        return text
    alike = [word for word in words if word[0] == old.group()[0] or (word[0].isalpha() and old.group()[0].isalpha())]
    new = random.choice(alike + ["0", "-1", "1000000", "9223372036854775807", "0.5", ""])
    return text[:old.start()] + new + text[old.end():]


def edit(text):
    begin = random.randrange(len(text) + 1)
    end = min(len(text), begin + random.choice((0, 0, 1, 1, 2, 5, 30)))
    piece = random.choice(BITS) if random.random() < 0.6 else ""
    if random.random() < 0.2:  # a piece from elsewhere
        start = random.randrange(len(text) + 1)
        piece = text[start:start + random.randrange(1, 40)]
    return text[:begin] + piece + text[end:]


def main():
    path, step, edits = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    files = [open(name, encoding="utf-8").read() for name in sys.argv[4:]]
    random.seed(1)
    server, version = Server(path), 0
    for text in files:
        for end in range(0, len(text) + 1, step):
            version += 1
            server.show(text[:end], version)
    prefixes = version
    words = sorted({match.group() for text in files for match in TOKEN.finditer(text)})
    while version < prefixes + edits:
        text = random.choice(files)
        for _ in range(random.randint(1, 12)):
            text = edit(text) if random.random() < 0.4 else exchange(text, words)
            version += 1
            server.show(text, version)
    server.request("shutdown", None)
    server.send({"method": "exit"})
    code = server.process.wait()
    print(f"{prefixes} prefixes, {version - prefixes} edits, slowest {server.slowest * 1000:.0f} ms, code {code}")
    return code


if __name__ == "__main__":
    sys.exit(main())
