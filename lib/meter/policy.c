#include "meter/policy.h"
#include <string.h>
const char *am_class_name(enum am_class what)
{ static const char *const n[]={"attachment","inline","signature","opaque"}; return n[what]; }
const char *am_disposition_name(enum am_disposition what)
{ static const char *const n[]={"none","attachment","inline","other"}; return n[what]; }
const char *am_family_name(enum am_family what) { (void)what; return "other"; }
bool am_policy_counts(const struct am_traits *t)
{ if (t->limited || t->disposition==AM_DISPOSITION_ATTACHMENT || t->has_name) return true;
  return strncmp(t->type,"text/",5)&&strncmp(t->type,"multipart/",10)&&strcmp(t->type,"message/rfc822")&&strcmp(t->type,"message/global"); }
enum am_class am_policy_class(const struct am_traits *t)
{ if (t->limited||t->inside_encrypted||strstr(t->type,"pkcs7-mime")||!strcmp(t->type,"application/pgp-encrypted")) return AM_CLASS_OPAQUE;
  if (strstr(t->type,"-signature")) return AM_CLASS_SIGNATURE;
  if (!strncmp(t->type,"image/",6)&&t->disposition!=AM_DISPOSITION_ATTACHMENT&&(t->disposition==AM_DISPOSITION_INLINE||t->has_content_id)) return AM_CLASS_INLINE;
  return AM_CLASS_ATTACHMENT; }
enum am_family am_policy_family(const void *first, size_t size, const char *type)
{ (void)first;(void)size;(void)type; return AM_FAMILY_OTHER; }
