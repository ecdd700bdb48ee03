/* block - see block.h. */
#include "fleet/block.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/rowbinary.h"

/* Of a column of texts: shared dictionaries with additional keys, these keys
 * alone, indices of 32 bits. */
#define TEXTS_VERSION 1
#define TEXTS_FORM    (UINT64_C(1) << 9 | 2)
#define INDEX_SIZE    4

#define NAME_SIZE   64
#define NUMBER_SIZE 8

static const struct kind {
    char letter;
    unsigned char size; /* in a row */
    const char *type;
} known[] = {
    {'b', 1, "UInt8"},
    {'w', 2, "UInt16"},
    {'q', 8, "UInt64"},
    {'i', 8, "Int64"},
    {'d', 2, "Date"},
    {'k', 8, "FixedString(8)"},
    {'f', 16, "FixedString(16)"},
    {'c', INDEX_SIZE, "LowCardinality(String)"},
};

static const struct kind *kind_of(char letter)
{
    size_t i = 0;

    while (i < sizeof(known) / sizeof(known[0]) && known[i].letter != letter)
        i++;
    assert(i < sizeof(known) / sizeof(known[0]));
    return &known[i];
}

void am_block_init(struct am_block *block, const char *kinds, size_t limit)
{
    *block = (struct am_block){.kinds = kinds};
    am_buf_init(&block->rows, limit);
    am_buf_init(&block->texts, limit < UINT32_MAX ? limit : UINT32_MAX);
    for (; *kinds != '\0'; kinds++)
        block->width += kind_of(*kinds)->size;
    assert(block->width >= AM_BLOCK_KEY_SIZE);
}

void am_block_free(struct am_block *block)
{
    am_block_clear(block);
    am_buf_free(&block->rows);
    am_buf_free(&block->texts);
}

void am_block_clear(struct am_block *block)
{
    am_buf_clear(&block->rows);
    am_buf_clear(&block->texts);
    block->count = 0;
    block->text_count = 0;
    memset(block->recent, 0, sizeof(block->recent));
}

size_t am_block_size(const struct am_block *block)
{
    return block->rows.size + block->texts.size;
}

/* ---- a row ---- */

int am_block_row(struct am_block *block, struct am_err *err)
{
    assert(block->rows.size == block->count * block->width);
    /* A number is written with all of its bytes, the next cell over these. */
    if (am_buf_reserve(&block->rows, block->width + NUMBER_SIZE, err) < 0)
        return -1;
    block->count++;
    return 0;
}

void am_block_bytes(struct am_block *block, const void *bytes, size_t size)
{
    assert(block->rows.size + size <= block->rows.room);
    memcpy(block->rows.data + block->rows.size, bytes, size);
    block->rows.size += size;
}

void am_block_number(struct am_block *block, uint64_t value, size_t size)
{
    unsigned char *to = block->rows.data + block->rows.size;

    assert(block->rows.size + NUMBER_SIZE <= block->rows.room);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    memcpy(to, &value, NUMBER_SIZE);
    block->rows.size += size;
}

/* FNV-1a, for a place among the recent ones. */
static size_t slot_of(const unsigned char *text, size_t size)
{
    uint32_t hash = 0x811c9dc5;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ text[i]) * 0x01000193;
    return hash % AM_BLOCK_RECENT;
}

int am_block_text(struct am_block *block, const char *text, struct am_err *err)
{
    struct am_buf *texts = &block->texts;
    size_t begin = texts->size;

    if (am_rowbinary_text(texts, text, err) < 0)
        return -1;
    size_t size = texts->size - begin;
    size_t slot = slot_of(texts->data + begin, size);
    if (block->recent[slot].size == size &&
        memcmp(texts->data + block->recent[slot].at, texts->data + begin,
               size) == 0) {
        texts->size = begin;
    } else {
        block->recent[slot].at = (uint32_t)begin;
        block->recent[slot].size = (uint32_t)size;
        block->recent[slot].number = block->text_count++;
    }
    am_block_number(block, block->recent[slot].number, INDEX_SIZE);
    return 0;
}

/* ---- all of them, as a body ---- */

struct column {
    size_t size;
    size_t at; /* in the body: where its next cell goes */
};

struct place {
    uint64_t prefix; /* of the key: most rows differ there */
    const unsigned char *row;
};

static int compare(const void *a, const void *b)
{
    const struct place *one = a;
    const struct place *other = b;

    if (one->prefix != other->prefix)
        return one->prefix < other->prefix ? -1 : 1;
    int result = memcmp(one->row, other->row, AM_BLOCK_KEY_SIZE);
    return result != 0 ? result
                       : (one->row > other->row) - (one->row < other->row);
}

static uint64_t prefix_of(const unsigned char *row)
{
    uint64_t prefix = 0;

    for (unsigned i = 0; i < 8; i++)
        prefix = prefix << 8 | row[i];
    return prefix;
}

static struct place *sort(const struct am_block *block)
{
    struct place *places = malloc((block->count + 1) * sizeof(*places));
    if (places == NULL)
        return NULL;

    for (size_t i = 0; i < block->count; i++) {
        places[i].row = block->rows.data + i * block->width;
        places[i].prefix = prefix_of(places[i].row);
    }
    qsort(places, block->count, sizeof(*places), compare);
    return places;
}

/* The next name of the list in parentheses; NULL: none is left. */
static const char *next_name(const char *p, char name[NAME_SIZE])
{
    p += strspn(p, "(, \n");
    size_t size = strcspn(p, "), \n");

    if (size == 0 || size >= NAME_SIZE)
        return NULL;
    memcpy(name, p, size);
    name[size] = '\0';
    return p + size;
}

static int add_texts(const struct am_block *block, struct am_buf *body,
                     struct am_err *err)
{
    if (am_rowbinary_u64(body, TEXTS_VERSION, err) < 0 ||
        am_rowbinary_u64(body, TEXTS_FORM, err) < 0 ||
        am_rowbinary_u64(body, block->text_count, err) < 0 ||
        am_buf_add(body, block->texts.data, block->texts.size, err) < 0)
        return -1;
    return am_rowbinary_u64(body, block->count, err);
}

/* Heads of all columns, each with the place for its cells behind. */
static int lay_out(const struct am_block *block, const char *names,
                   struct column *columns, struct am_buf *body,
                   struct am_err *err)
{
    char name[NAME_SIZE];

    for (size_t i = 0; block->kinds[i] != '\0'; i++) {
        const struct kind *kind = kind_of(block->kinds[i]);
        size_t size = block->count * kind->size;
        names = next_name(names, name);
        if (names == NULL)
            return am_fail(err, AM_EINVAL, "a statement names other columns");
        if (am_rowbinary_text(body, name, err) < 0 ||
            am_rowbinary_text(body, kind->type, err) < 0 ||
            (kind->letter == 'c' && add_texts(block, body, err) < 0) ||
            am_buf_reserve(body, size, err) < 0)
            return -1;
        columns[i] = (struct column){kind->size, body->size};
        body->size += size;
    }
    if (next_name(names, name) == NULL)
        return 0;
    return am_fail(err, AM_EINVAL, "a statement names other columns");
}

/* Of a size that the compiler knows, it is no call. */
static void copy(unsigned char *to, const unsigned char *from, size_t size)
{
    switch (size) {
    case 1:
        *to = *from;
        break;
    case 2:
        memcpy(to, from, 2);
        break;
    case INDEX_SIZE:
        memcpy(to, from, INDEX_SIZE);
        break;
    case NUMBER_SIZE:
        memcpy(to, from, NUMBER_SIZE);
        break;
    default:
        memcpy(to, from, size);
    }
}

static void fill(const struct am_block *block, struct column *columns,
                 const unsigned char *row, unsigned char *body)
{
    for (size_t i = 0; block->kinds[i] != '\0'; i++) {
        struct column *column = &columns[i];
        copy(body + column->at, row, column->size);
        column->at += column->size;
        row += column->size;
    }
}

int am_block_write(const struct am_block *block, const char *sql,
                   struct am_buf *body, struct am_err *err)
{
    const char *insert = strstr(sql, "INSERT");
    const char *names = insert != NULL ? strchr(insert, '(') : NULL;
    struct column columns[AM_BLOCK_COLUMNS_MAX];

    if (names == NULL)
        return am_fail(err, AM_EINVAL, "a statement names other columns");
    if (am_rowbinary_size(body, strlen(block->kinds), err) < 0 ||
        am_rowbinary_size(body, block->count, err) < 0 ||
        lay_out(block, names, columns, body, err) < 0)
        return -1;
    struct place *places = sort(block);
    if (places == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to sort a batch");
    for (size_t i = 0; i < block->count; i++)
        fill(block, columns, places[i].row, body->data);
    free(places);
    return 0;
}
