/*
 * peer_gmime - GMime 3 over files, as peer.h says.  With a second argument
 * "evp" it digests with OpenSSL instead of its own checksum filter.
 */
#include <fcntl.h>
#include <gmime/gmime.h>
#include <string.h>

#include <openssl/evp.h>

#include "must.h"
#include "peer.h"

static struct peer_sum sum;
static bool use_evp;
static EVP_MD *sha256;
static EVP_MD_CTX *context;

/* As GMime would have it: the content is written through a filter. */
static void digest_own(GMimeDataWrapper *content, unsigned char *digest)
{
    GMimeFilter *checksum = g_mime_filter_checksum_new(G_CHECKSUM_SHA256);
    GMimeStream *nowhere = g_mime_stream_null_new();
    GMimeStream *stream = g_mime_stream_filter_new(nowhere);

    g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), checksum);
    g_mime_data_wrapper_write_to_stream(content, stream);
    g_mime_stream_flush(stream);
    g_mime_filter_checksum_get_digest(GMIME_FILTER_CHECKSUM(checksum), digest,
                                      PEER_DIGEST);
    g_object_unref(stream);
    g_object_unref(nowhere);
    g_object_unref(checksum);
}

/* Its decoder, then EVP: the content is read. */
static void digest_evp(GMimeDataWrapper *content, unsigned char *digest)
{
    static char chunk[65536];
    GMimeStream *stream =
        g_mime_stream_filter_new(g_mime_data_wrapper_get_stream(content));
    GMimeFilter *decode = g_mime_filter_basic_new(
        g_mime_data_wrapper_get_encoding(content), FALSE);
    ssize_t n;

    g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), decode);
    g_mime_stream_reset(stream);
    must(EVP_DigestInit_ex2(context, sha256, NULL) == 1, "SHA-256");
    while ((n = g_mime_stream_read(stream, chunk, sizeof(chunk))) > 0)
        must(EVP_DigestUpdate(context, chunk, (size_t)n) == 1, "SHA-256");
    must(EVP_DigestFinal_ex(context, digest, NULL) == 1, "SHA-256");
    g_object_unref(decode);
    g_object_unref(stream);
}

static void on_part(GMimeObject *parent, GMimeObject *part, gpointer user)
{
    unsigned char digest[PEER_DIGEST];

    (void)parent;
    (void)user;
    if (!GMIME_IS_PART(part) ||
        g_mime_part_get_filename(GMIME_PART(part)) == NULL)
        return;
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    if (use_evp) {
        digest_evp(content, digest);
    } else {
        digest_own(content, digest);
    }
    GMimeContentType *type = g_mime_object_get_content_type(part);
    peer_add(&sum, digest, g_mime_content_type_is_type(type, "text", "*"));
}

static void read_one(const char *path)
{
    GMimeStream *file = g_mime_stream_fs_open(path, O_RDONLY, 0, NULL);
    must(file != NULL, path);
    GMimeParser *parser = g_mime_parser_new_with_stream(file);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

    must(message != NULL, path);
    g_mime_message_foreach(message, on_part, NULL);
    g_object_unref(message);
    g_object_unref(parser);
    g_object_unref(file);
}

int main(int argc, char **argv)
{
    use_evp = argc > 2 && strcmp(argv[2], "evp") == 0;
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    context = EVP_MD_CTX_new();
    must(sha256 != NULL && context != NULL, "SHA-256");
    g_mime_init();
    int status = peer_main(argc, argv, &sum, read_one);
    g_mime_shutdown();
    EVP_MD_CTX_free(context);
    EVP_MD_free(sha256);
    return status;
}
