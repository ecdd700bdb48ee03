/* scale - see scale.h. */
#include "report/scale.h"

#define ONE_DIGIT 10U /* steps 0 to 9 are the numbers themselves */
#define A_DECADE  90U /* 10 to 99 of each power of ten */

unsigned am_scale_step(int64_t value)
{
    unsigned decade = 0;

    if (value < (int64_t)ONE_DIGIT)
        return value > 0 ? (unsigned)value : 0;
    for (; value >= 100; value /= 10)
        decade++;
    return ONE_DIGIT + decade * A_DECADE + (unsigned)value - 10;
}

int64_t am_scale_least(unsigned step)
{
    if (step < ONE_DIGIT)
        return step;
    int64_t value = 10 + (step - ONE_DIGIT) % A_DECADE;
    for (unsigned decade = (step - ONE_DIGIT) / A_DECADE; decade > 0; decade--)
        value = value > INT64_MAX / 10 ? INT64_MAX : value * 10;
    return value;
}
