"""dovecot_mail - three kinds of mail with their truth, for dovecot.py.

large: nothing but large files in canonical base64.  mixed: logos, texts, odd
encodings, forwards as message/rfc822, a list.  sizes: many sizes, those about
128 KiB among them.  The same seed makes the same mail.  Sends nothing.
"""
import base64
import quopri
import random

LIMIT = 131072  # encoded bytes from which on Dovecot takes a part apart
HEAD = ("From: {sender}\r\nTo: some@example.org\r\nSubject: {number}\r\n"
        "Message-ID: <{number}.{kind}@example.org>\r\nMIME-Version: 1.0\r\n")


class Part:
    """Headers and an encoded body whose lines end in CRLF."""

    def __init__(self, header, body):
        self.header, self.body = header, body
        self.stored_bytes = len(body.replace(b"\r\n", b"\n"))

    def bytes(self):
        return self.header.encode() + b"\r\n" + self.body


class Mail:
    """parts are those that a report counts; forwarded ones are among them."""

    def __init__(self, kind, number, rng):
        self.kind, self.number = kind, number
        self.is_sent = rng.random() < 0.5
        user = rng.randrange(1, 7)
        self.sender = (f"u{user}@example.org" if self.is_sent
                       else f"p{number}@example.net")
        self.local = [f"u{n}" for n in rng.sample(range(1, 8), rng.randrange(1, 7))]
        self.external = rng.randrange(3) if self.is_sent else 0
        self.sent_user = f"u{user}"
        self.parts, self.data = [], b""

    def write(self, parts, inner=None):
        mark = f"b{self.number}"
        out = HEAD.format(sender=self.sender, number=self.number, kind=self.kind)
        out += f'Content-Type: multipart/mixed; boundary="{mark}"\r\n\r\n'
        out += f"--{mark}\r\nContent-Type: text/plain\r\n\r\nGood morning.\r\n"
        data = out.encode()
        for part in parts:
            data += f"\r\n--{mark}\r\n".encode() + part.bytes()
        self.parts = list(parts)
        if inner is not None:
            data += f"\r\n--{mark}\r\nContent-Type: message/rfc822\r\n\r\n".encode() + inner.data
            self.parts += inner.parts
        self.data = data + f"\r\n--{mark}--\r\n".encode()
        return self

    def text_bytes(self):
        """What is stored of the message beside its attachments."""
        whole = len(self.data.replace(b"\r\n", b"\n"))
        return whole - sum(part.stored_bytes for part in self.parts)


def header(mime, encoding, more=""):
    return (f'Content-Type: {mime}; name="f"\r\n'
            f"Content-Transfer-Encoding: {encoding}\r\n"
            f'Content-Disposition: attachment; filename="f"\r\n{more}')


def lines(text, width):
    return b"\r\n".join(text[i:i + width] for i in range(0, len(text), width))


def canonical(content, mime="application/pdf", width=76):
    return Part(header(mime, "base64"), lines(base64.b64encode(content), width))


def odd_base64(content, how):
    """Base64 that decodes to content, and that Dovecot cannot rebuild."""
    text = base64.b64encode(content)
    if how == 0:
        body = lines(text, 75)
    elif how == 1:
        body = lines(text[:760], 76) + b"\r\n" + lines(text[760:], 72)
    elif how == 2:
        body = lines(text.rstrip(b"="), 76)
    elif how == 3:
        body = lines(text[:7600], 76) + b" \r\n" + lines(text[7600:], 76)
    else:
        body = lines(text[:7600], 76) + b"\r\n\r\n" + lines(text[7600:], 76)
    return Part(header("application/zip", "base64"), body)


def quoted(content, mime):
    content = content.replace(b"\r\n", b"\n")
    body = quopri.encodestring(content).replace(b"\n", b"\r\n")
    return Part(header(mime, "quoted-printable"), body)


def plain(content, mime):
    return Part(header(mime, "8bit"), content)


def logo(rng_seed):
    rng = random.Random(rng_seed)
    body = lines(base64.b64encode(b"\x89PNG\r\n\x1a\n" + rng.randbytes(4000 + 9000 * (rng_seed % 4))), 76)
    return Part(f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
                f"Content-ID: <{rng_seed}@logo>\r\nContent-Disposition: inline\r\n", body)


def text_of(rng, size):
    words = [b"%06x" % rng.randrange(1 << 24) for _ in range(size // 7 + 1)]
    return b"\r\n".join(b" ".join(words[i:i + 9]) for i in range(0, len(words), 9)) + b"\r\n"


def make_large(rng, scale):
    files = [rng.randbytes(rng.randrange(250000, 900000)) for _ in range(4 * scale)]
    for number in range(1, 6 * scale + 1):
        mail = Mail("large", number, rng)
        yield mail.write([canonical(rng.choice(files), width=rng.choice([76, 76, 60]))])


def mixed_part(rng, files, texts):
    kind = rng.randrange(10)
    if kind < 3:
        return canonical(rng.choice(files))
    if kind < 6:
        return odd_base64(files[rng.randrange(2)], rng.randrange(5))
    if kind == 6:
        return canonical(rng.choice(texts), mime="text/csv")
    if kind == 7:
        return quoted(rng.choice(texts), "application/xml")
    if kind == 8:
        return plain(rng.choice(texts), rng.choice(["text/plain", "application/sql"]))
    return canonical(rng.randbytes(rng.randrange(100, 60000)))


def make_mixed(rng, scale):
    files = [rng.randbytes(rng.randrange(110000, 300000)) for _ in range(3 * scale)]
    texts = [text_of(rng, rng.randrange(140000, 200000)) for _ in range(2 * scale)]
    done = []
    for number in range(1, 18 * scale + 1):
        mail = Mail("mixed", number, rng)
        parts = [logo(rng.randrange(4)) for _ in range(rng.randrange(3))]
        if number % 5 == 0:
            done.append(mail.write(parts, inner=rng.choice(done)))
        else:
            done.append(mail.write(parts + [mixed_part(rng, files, texts)]))
        yield mail
    mail = Mail("mixed", 18 * scale + 1, rng)
    mail.local = [f"u{n}" for n in range(1, 61)]  # two transactions of Postfix
    yield mail.write([canonical(rng.randbytes(40000)), logo(1)])


def encoded_size(size):
    chars = (size + 2) // 3 * 4
    return chars + (chars - 1) // 76


def make_sizes(rng, scale):
    edge = next(n for n in range(90000, 100000) if encoded_size(n) >= LIMIT)
    sizes = [edge - 1, edge, edge + 1, edge - 3, edge + 300, 1, 100]
    sizes += [int(1000 * 600 ** rng.random()) for _ in range(13 * scale)]
    files = [rng.randbytes(size) for size in sizes]
    order = list(range(len(files))) + [rng.randrange(len(files)) for _ in range(8 * scale)]
    for number, which in enumerate(order, 1):
        yield Mail("sizes", number, rng).write([canonical(files[which])])


def make(kind, scale):
    """All mail of a kind, scale times as much as the least."""
    makers = {"large": make_large, "mixed": make_mixed, "sizes": make_sizes}
    return list(makers[kind](random.Random(f"attachmeter {kind}"), scale))
