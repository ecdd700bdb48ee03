/*
 * one_page - a page of the store of desk.h, written and read again as XML, with
 * ways to ask what is at an XPath: for the tests of the page.
 */
#ifndef AM_TESTS_ONE_PAGE_H
#define AM_TESTS_ONE_PAGE_H

#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "desk.h"
#include "report/page.h"

static struct am_factors factors;
static char *text; /* of the page */
static size_t text_size;
static xmlDocPtr document;
static xmlXPathContextPtr paths;

static inline struct am_page *write_page(const struct am_page_request *request)
{
    struct am_page *page = NULL;
    FILE *out = open_memstream(&text, &text_size);

    ck_assert_msg(am_page_make(&page, store, request, &err) == 0, "%s",
                  err.text);
    ck_assert_msg(am_page_print(page, out, &err) == 0, "%s", err.text);
    fclose(out);
    /* What the text writer writes is XML as well, and read as that exactly. */
    document = xmlReadMemory(text, (int)text_size, "page", "UTF-8",
                             XML_PARSE_NONET | XML_PARSE_NOERROR);
    ck_assert_msg(document != NULL, "%s", xmlGetLastError()->message);
    paths = xmlXPathNewContext(document);
    return page;
}

static inline void forget_page(struct am_page *page)
{
    xmlXPathFreeContext(paths);
    xmlFreeDoc(document);
    free(text);
    am_page_free(&page);
}

/* How many nodes are at a path, and the text of the first of them. */
static inline int count_at(const char *where)
{
    xmlXPathObjectPtr found = xmlXPathEval((const xmlChar *)where, paths);

    ck_assert_msg(found != NULL, "%s", where);
    int count = found->nodesetval != NULL ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    return count;
}

static inline const char *text_at(const char *where)
{
    static char content[4096];
    char string[512];

    snprintf(string, sizeof(string), "string(%s)", where);
    xmlXPathObjectPtr found = xmlXPathEval((const xmlChar *)string, paths);
    snprintf(content, sizeof(content), "%s", (const char *)found->stringval);
    xmlXPathFreeObject(found);
    return content;
}

#endif
