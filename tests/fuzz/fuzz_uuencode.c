/*
 * fuzz_uuencode - the uuencode decoder: however it is cut, as the plain decoder
 * here does it, and giving back what was encoded.
 */
#include "codec.h"

#define LINE_BYTES 45

/* The rules of uuencode.h, as plainly as they can be put. */

struct line {
    const unsigned char *at, *end;
};

/* The line that begins at `at`, without its CRLF; *next is behind it. */
static struct line line_at(const struct input *input, size_t at, size_t *next)
{
    struct line line = {input->text + at, input->text + input->size};

    *next = input->size;
    for (size_t i = at; i + 1 < input->size; i++) {
        if (input->text[i] == '\r' && input->text[i + 1] == '\n') {
            line.end = input->text + i;
            *next = i + 2;
            break;
        }
    }
    return line;
}

/* "begin", a blank, three or four octal digits, a blank: its size, or 0. */
static size_t begin_size(const unsigned char *text, size_t size)
{
    size_t i = 6;

    if (size < i || memcmp(text, "begin ", i) != 0)
        return 0;
    while (i < size && text[i] >= '0' && text[i] <= '7')
        i++;
    return (i == 9 || i == 10) && i < size && text[i] == ' ' ? i + 1 : 0;
}

/* Where the lines of data begin, or the size of the text if nowhere; false:
 * there is no begin line where one has to be. */
static bool find_data(const struct input *input, size_t *data_at)
{
    size_t ahead = input->size < AM_UU_AHEAD ? input->size : AM_UU_AHEAD;

    for (size_t at = 0; at < ahead;) {
        size_t next = 0;
        line_at(input, at, &next);
        if (begin_size(input->text + at, ahead - at) > 0) {
            *data_at = next;
            return true;
        }
        at = next;
    }
    return false;
}

static bool is_white(unsigned char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_end(struct line line)
{
    if (line.end - line.at > AM_UU_LINE)
        return false;
    while (line.at < line.end && is_white(*line.at))
        line.at++;
    while (line.at < line.end && is_white(line.end[-1]))
        line.end--;
    return line.end - line.at == 3 && memcmp(line.at, "end", 3) == 0;
}

/* Add the bytes of a line of data, or none if it has a wrong character. */
static void decode_line(struct line line, struct text *out)
{
    size_t size = (size_t)(*line.at++ - ' ') & 63;
    size_t had = out->size;
    uint32_t bits = 0;

    for (size_t i = 0; out->size - had < size; i++) {
        unsigned char byte = line.at < line.end ? *line.at++ : ' ';
        if (byte == '\r' || byte == '\n')
            byte = ' ';
        if (byte < ' ' || byte > '`') {
            out->size = had;
            return;
        }
        bits = bits << 6 | ((byte - 32U) & 63);
        if (i % 4 > 0)
            add_byte(out, bits >> (6 - 2 * (i % 4)) & 0xff);
    }
}

static uint32_t decode_plainly(const struct input *input, struct text *out)
{
    size_t at = 0;

    if (!find_data(input, &at)) {
        add(out, input->text, input->size);
        return AM_FLAW_BIT(AM_FLAW_UU_NO_BEGIN);
    }
    while (at < input->size) {
        struct line line = line_at(input, at, &at);
        if (is_end(line))
            return 0;
        if (line.at < line.end)
            decode_line(line, out);
    }
    return AM_FLAW_BIT(AM_FLAW_UU_NO_END);
}

static unsigned char digit(unsigned six)
{
    return six == 0 ? '`' : (unsigned char)(' ' + six);
}

static unsigned byte_at(const struct input *input, size_t at)
{
    return at < input->size ? input->text[at] : 0;
}

/* A file as uuencode(1) writes it. */
static struct text encode(const struct input *input)
{
    struct text text = {0};

    add_string(&text, "begin 644 x\r\n");
    for (size_t line = 0; line < input->size; line += LINE_BYTES) {
        size_t end = line + LINE_BYTES;
        end = end < input->size ? end : input->size;
        add_byte(&text, digit((unsigned)(end - line)));
        for (size_t i = line; i < end; i += 3) {
            unsigned bits = byte_at(input, i) << 16 |
                            byte_at(input, i + 1) << 8 | byte_at(input, i + 2);
            add_byte(&text, digit(bits >> 18));
            add_byte(&text, digit(bits >> 12 & 63));
            add_byte(&text, digit(bits >> 6 & 63));
            add_byte(&text, digit(bits & 63));
        }
        add_string(&text, "\r\n");
    }
    add_string(&text, "`\r\nend\r\n");
    return text;
}

static void comes_back(const struct input *input)
{
    struct text encoded = encode(input);
    struct input again = *input;

    again.text = encoded.data;
    again.size = encoded.size;
    struct decoded decoded = decode_all_ways(&again, AM_ENCODING_UUENCODE);
    MUST(same_bytes(decoded.text.data, decoded.text.size, input->text,
                    input->size));
    MUST(decoded.flaws == 0);
    free(decoded.text.data);
    free(encoded.data);
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct decoded whole = decode_all_ways(&input, AM_ENCODING_UUENCODE);
    struct text plain = {0};

    MUST(whole.flaws == decode_plainly(&input, &plain));
    MUST(same_text(&whole.text, &plain));
    MUST(whole.layout != 0);
    free(whole.text.data);
    free(plain.data);
    comes_back(&input);
}
