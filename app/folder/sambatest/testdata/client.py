"""One SMB session, for whoever writes its requests as JSON lines on standard input.

Each line is one request of the protocol with the flags that the writer chose (MS-SMB2, MS-FSCC); each
answer is one line, with the server's NT status when it refused. The session, and everything that is held
open by it, ends with this process.
"""
import base64
import json
import struct
import sys

from impacket import nmb, smb3

FILE, FILESYSTEM = 1, 2  # kinds of information
ALL, RENAME, LINK, DISPOSITION, END_OF_FILE, DIRECTORY = 18, 10, 11, 13, 20, 37  # of files
VOLUME = 1  # of file systems
NO_MORE_FILES, END = 0x80000006, 0xC0000011


class Names(dict):
    """The library's table of open files has each name once; a name that is open twice is closed twice."""

    def __delitem__(self, name):
        self.pop(name, None)


class Client:
    def __init__(self, port, share):
        self.smb = smb3.SMB3("127.0.0.1", "127.0.0.1", sess_port=port, preferredDialect=0x0210, timeout=60)
        self.smb.GlobalFileTable = Names()
        self.smb.login("office", "")
        self.tree = self.smb.connectTree(share)
        self.handles = {}
        self.last = 0

    def open(self, path, access, share, options, disposition, attributes):
        handle = self.smb.create(self.tree, path, access, share, options, disposition, attributes)
        self.last += 1
        self.handles[self.last] = handle
        return {"handle": self.last}

    def close(self, handle):
        self.smb.close(self.tree, self.handles.pop(handle))

    def read(self, handle, offset, length):
        try:
            data = self.smb.read(self.tree, self.handles[handle], offset, length)
        except smb3.SessionError as e:
            if e.get_error_code() != END:
                raise
            data = b""
        return {"data": base64.b64encode(data).decode()}

    def write(self, handle, offset, data):
        data = base64.b64decode(data)
        self.smb.write(self.tree, self.handles[handle], data, offset, len(data))

    def flush(self, handle):
        self.smb.flush(self.tree, self.handles[handle])

    def info(self, handle):
        b = self.smb.queryInfo(self.tree, self.handles[handle], infoType=FILE, fileInfoClass=ALL)
        _, _, written, changed, attributes = struct.unpack_from("<QQQQL", b)
        size, = struct.unpack_from("<Q", b, 48)
        index, = struct.unpack_from("<Q", b, 64)
        return {"entries": [entry("", size, written, changed, attributes, index)]}

    def list(self, handle):
        entries = []
        while True:
            try:
                b = self.smb.queryDirectory(self.tree, self.handles[handle], "*", informationClass=DIRECTORY, maxBufferSize=65536)
            except smb3.SessionError as e:
                if e.get_error_code() == NO_MORE_FILES:
                    return {"entries": entries}
                raise
            at, step = 0, 1
            while step:
                step, _, _, _, written, changed, size, _, attributes, length = struct.unpack_from("<LLQQQQQQLL", b, at)
                index, = struct.unpack_from("<Q", b, at + 96)
                name = b[at + 104:at + 104 + length].decode("utf-16le")
                if name not in (".", ".."):
                    entries.append(entry(name, size, written, changed, attributes, index))
                at += step

    def rename(self, handle, to, replace):
        self.name(handle, to, replace, RENAME)

    def link(self, handle, to, replace):
        self.name(handle, to, replace, LINK)

    def name(self, handle, to, replace, how):
        to = to.replace("/", "\\").encode("utf-16le")
        self.set(handle, struct.pack("<B7xQL", replace, 0, len(to)) + to, how)

    def remove(self, handle):
        self.set(handle, b"\x01", DISPOSITION)

    def truncate(self, handle, offset):
        self.set(handle, struct.pack("<Q", offset), END_OF_FILE)

    def set(self, handle, body, how):
        self.smb.setInfo(self.tree, self.handles[handle], body, infoType=FILE, fileInfoClass=how)

    def volume(self, handle):
        b = self.smb.queryInfo(self.tree, self.handles[handle], infoType=FILESYSTEM, fileInfoClass=VOLUME)
        return {"serial": struct.unpack_from("<QL", b)[1]}


def entry(name, size, written, changed, attributes, index):
    return {"name": name, "size": size, "written": written, "changed": changed, "attributes": attributes, "index": index}


def answer(client, line):
    request = json.loads(line)
    act = getattr(client, request.pop("act"))
    try:
        return act(**request) or {}
    except smb3.SessionError as e:
        return {"status": e.get_error_code()}


def main():
    client = Client(int(sys.argv[1]), sys.argv[2])
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(client, line)), flush=True)


try:
    main()
except nmb.NetBIOSError:  # the server is gone, and with it the session
    sys.exit(1)
