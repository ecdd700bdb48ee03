"""Python's email package and hashlib, as peer.h says."""
import email
import hashlib
import sys

parts, xor_all, xor_binary = 0, 0, 0
for path in open(sys.argv[1]):
    with open(path.rstrip("\n"), "rb") as file:
        message = email.message_from_bytes(file.read())
    for part in message.walk():
        if part.is_multipart() or part.get_filename() is None:
            continue
        digest = int(hashlib.sha256(part.get_payload(decode=True)).hexdigest(), 16)
        parts += 1
        xor_all ^= digest
        if part.get_content_maintype() != "text":
            xor_binary ^= digest
print(parts, f"{xor_all:064x}", f"{xor_binary:064x}")
