/* type - see type.h. */
#include "meter/type.h"

#include <stdbool.h>
#include <string.h>

/* The place in this list is the number that is stored: append only. */
static const char *const types[] = {
    "other",
    "text/other",
    "image/other",
    "audio/other",
    "video/other",
    "message/other",
    "application/octet-stream",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-outlook",
    "application/vnd.visio",
    "application/rtf",
    "application/epub+zip",
    "application/zip",
    "application/x-zip-compressed",
    "application/x-zip",
    "application/gzip",
    "application/x-gzip",
    "application/x-compressed",
    "application/x-7z-compressed",
    "application/x-rar-compressed",
    "application/vnd.rar",
    "application/x-tar",
    "application/x-bzip2",
    "application/x-xz",
    "application/zstd",
    "application/json",
    "application/xml",
    "application/javascript",
    "application/ics",
    "application/ms-tnef",
    "application/vnd.ms-tnef",
    "application/applefile",
    "application/postscript",
    "application/x-msdownload",
    "application/x-dosexec",
    "application/x-sh",
    "application/java-archive",
    "application/vnd.android.package-archive",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-encrypted",
    "application/pgp-signature",
    "application/pgp-keys",
    "application/vnd.google-earth.kmz",
    "application/acad",
    "application/dxf",
    "image/jpeg",
    "image/jpg",
    "image/png",
    "image/gif",
    "image/bmp",
    "image/tiff",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/avif",
    "image/svg+xml",
    "image/x-icon",
    "image/vnd.dwg",
    "audio/mpeg",
    "audio/wav",
    "audio/x-wav",
    "audio/ogg",
    "audio/mp4",
    "audio/amr",
    "video/mp4",
    "video/quicktime",
    "video/mpeg",
    "video/webm",
    "video/x-msvideo",
    "video/x-ms-wmv",
    "video/3gpp",
    "text/plain",
    "text/html",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "text/csv",
    "text/xml",
    "text/rtf",
    "text/markdown",
    "text/css",
    "text/x-patch",
    "text/x-diff",
    "text/x-log",
    "text/rfc822-headers",
    "message/rfc822",
    "message/global",
    "message/delivery-status",
    "message/disposition-notification",
    "message/partial",
    "message/external-body",
};

#define OTHERS     5U /* the first ones, behind "other" itself */
#define TYPE_COUNT ((uint16_t)(sizeof(types) / sizeof(types[0])))

uint16_t am_type_count(void)
{
    return TYPE_COUNT;
}

const char *am_type_name(uint16_t number)
{
    return types[number < TYPE_COUNT ? number : 0];
}

/* "text/other" for "text/x-anything". */
static bool is_other_of(const char *other, const char *type)
{
    size_t main_size = strcspn(other, "/") + 1;

    return strncmp(type, other, main_size) == 0;
}

uint16_t am_type_number(const char *type)
{
    for (uint16_t i = 1; i < TYPE_COUNT; i++) {
        if (strcmp(types[i], type) == 0)
            return i;
    }
    for (uint16_t i = 1; i <= OTHERS; i++) {
        if (is_other_of(types[i], type))
            return i;
    }
    return 0;
}
