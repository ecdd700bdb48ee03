// npm's mailparser and node's crypto, as peer.h says; it also makes the text.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const { simpleParser } = require('mailparser');

async function main() {
    let parts = 0;
    const all = Buffer.alloc(32);
    const binary = Buffer.alloc(32);
    const paths = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
    for (const path of paths) {
        const message = await simpleParser(fs.createReadStream(path));
        for (const part of message.attachments) {
            if (!part.filename) continue;
            const digest = crypto.createHash('sha256').update(part.content).digest();
            parts++;
            for (let i = 0; i < 32; i++) {
                all[i] ^= digest[i];
                if (!part.contentType.startsWith('text/')) binary[i] ^= digest[i];
            }
        }
    }
    console.log(parts, all.toString('hex'), binary.toString('hex'));
}
main();
