"""The carbon model, written a second time: straight from its formulas, in another
language and another shape, so that both can be wrong only in the same way.

Used by explain.py.  Inputs and factors are dicts by their ids, a factor a tuple
(low, central, high).
"""
import math

SAVED = {"saved.gb_months": "ratio.gb_months", "saved.kgco2e": "ratio.kgco2e",
         "saved.kwh": "ratio.kwh"}


def steps(i, f):
    """The steps by their symbols; f holds one value a factor."""
    s = {}
    s["R"] = (f["storage.replication"] * (1 + f["storage.backup_copies"])
              / f["storage.utilisation"])
    flash = f["storage.ssd_share"]
    s["P"] = (1 - flash) * f["hdd.watts_per_tb"] + flash * f["ssd.watts_per_tb"]
    s["kWh_TBY"] = (s["P"] * f["storage.power_overhead"] * 8.76
                    * f["storage.pue"] * s["R"])
    old = f["hw.refurb_share"]
    s["A"] = ((1 - old) / f["hw.lifetime_years"]
              + old * f["hw.refurb_embodied_ratio"] / f["hw.refurb_lifetime_years"])
    s["kg_TBY"] = s["R"] * s["A"] * (
        (1 - flash) * f["hdd.embodied_kg_per_tb"] * f["hdd.embodied_overhead"]
        + flash * f["ssd.embodied_kg_per_tb"] * f["ssd.embodied_overhead"])
    sent, years = f["mail.sent_copies"], f["mail.retention_years"]
    stay = f["mail.delivered_share"]
    delivered = stay * i["delivered_bytes"]
    linked = stay * f["mail.sis_share"] * (i["delivered_bytes"] - i["linked_bytes"])
    s["B"] = i["unique_bytes" if i["share_scope"] == "hash" else "message_bytes"]
    s["Vm"] = f["mail.expansion"] * f["mail.store_ratio"] * (
        delivered - linked + sent * i["message_bytes"])
    s["Vf"] = s["B"] * f["shared.version_factor"]
    s["Vl"] = f["shared.link_bytes"] * (stay * i["deliveries"] + sent * i["messages"])
    s["TBYm"] = s["Vm"] * years / 1e12
    s["TBYs"] = (s["Vf"] * f["shared.retention_ratio"] + s["Vl"]) * years / 1e12
    s["Gm"] = f["mail.expansion"] * (i["message_bytes"] + i["hop_bytes"]
                                     + f["mail.downloads_per_copy"] * delivered) / 1e9
    s["Gs"] = (s["B"] + f["shared.open_rate"] * delivered
               + f["shared.link_bytes"] * (i["messages"] + i["deliveries"])) / 1e9
    cache = f["client.cache_copies"]
    s["Cm"] = (f["mail.expansion"] * (delivered + sent * i["message_bytes"])
               * cache * years / 1e12)
    s["Cs"] = (f["shared.open_rate"] * delivered * f["shared.sync_share"] * cache
               * years * f["shared.retention_ratio"] / 1e12)
    return s


def outputs(i, f):
    """All outputs by name for one value a factor; NaN where there is none."""
    s, o = steps(i, f), {}
    for name, tby, gb, cached in (("mail", s["TBYm"], s["Gm"], s["Cm"]),
                                  ("shared", s["TBYs"], s["Gs"], s["Cs"])):
        o[f"{name}.gb_months"] = tby * 12000
        o[f"{name}.kwh_storage"] = tby * s["kWh_TBY"]
        o[f"{name}.kwh_network"] = gb * f["net.kwh_per_gb"]
        o[f"{name}.kwh"] = o[f"{name}.kwh_storage"] + o[f"{name}.kwh_network"]
        o[f"{name}.kg_operational"] = o[f"{name}.kwh"] * f["grid"] / 1000
        o[f"{name}.kg_embodied"] = (tby * s["kg_TBY"] + gb * f["net.embodied_kg_per_gb"]
                                    + cached * f["client.embodied_kg_per_tb_year"])
        o[f"{name}.kgco2e"] = o[f"{name}.kg_operational"] + o[f"{name}.kg_embodied"]
        o[f"{name}.sci"] = (o[f"{name}.kgco2e"] / i["deliveries"]
                            if i["deliveries"] > 0 else math.nan)
    o["model.kwh_per_tb_year"] = s["kWh_TBY"]
    o["model.kg_embodied_per_tb_year"] = s["kg_TBY"]
    o["model.kg_per_tb_year"] = s["kWh_TBY"] * f["grid"] / 1000 + s["kg_TBY"]
    for saved, ratio in SAVED.items():
        mail, shared = (o[f"{who}.{saved[6:]}"] for who in ("mail", "shared"))
        o[saved] = mail - shared
        o[ratio] = mail / shared if shared > 0 and s["B"] > 0 else math.nan
    return o


def combine(f0, pairs, linear, is_saving):
    """(low, central, high) and the weight of each pair of swings."""
    lows = [min(a, b, f0) for a, b in pairs]
    highs = [max(a, b, f0) for a, b in pairs]
    if not all(map(math.isfinite, [f0, *lows, *highs])):
        return (math.nan,) * 3, [0] * len(pairs)
    sign = 0
    if not linear and min([f0, *lows]) > 0:
        sign = 1
    elif not linear and max([f0, *highs]) < 0:
        sign = -1
    if sign:
        down = [abs(math.log(f0 / x)) for x in lows]
        up = [abs(math.log(x / f0)) for x in highs]
    else:
        down, up = [f0 - x for x in lows], [x - f0 for x in highs]
    far_down = math.sqrt(math.fsum(x * x for x in down))
    far_up = math.sqrt(math.fsum(x * x for x in up))
    if sign:
        low, high = f0 * math.exp(-sign * far_down), f0 * math.exp(sign * far_up)
    else:
        low, high = f0 - far_down, f0 + far_up
        if not is_saving:
            low, f0, high = max(low, 0), max(f0, 0), max(high, 0)
    if not all(map(math.isfinite, [low, high])):
        return (math.nan,) * 3, [0] * len(pairs)
    total = far_down ** 2 + far_up ** 2
    return (low, f0, high), [(d * d + u * u) / total if total > 0 else 0
                             for d, u in zip(down, up)]


def estimate(i, factors):
    """{output: (low, central, high)}, {output: {factor: weight}}."""
    central = {name: value[1] for name, value in factors.items()}
    middle = outputs(i, central)
    ids = sorted(factors)
    swings = [tuple(outputs(i, {**central, name: factors[name][end]})
                    for end in (0, 2)) for name in ids]
    result, weights = {}, {}
    for name in sorted(middle, key=lambda n: n in SAVED):
        is_saving = name in SAVED
        linear = False
        if is_saving:
            low, _, high = result[SAVED[name]]
            linear = math.isnan(low) or low <= 1 <= high
        result[name], shares = combine(
            middle[name], [(a[name], b[name]) for a, b in swings], linear, is_saving)
        weights[name] = dict(zip(ids, shares))
    return result, weights


def verdict(ratio):
    if ratio[0] > 1:
        return "established"
    return "loss established" if ratio[2] < 1 else "not established"
