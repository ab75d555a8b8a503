/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Routes and devices of the caller's network namespace.
 */
#ifndef HARNESS_NET_ROUTE_H
#define HARNESS_NET_ROUTE_H

#include "base/error.h"
#include "pcap/segment.h"

#include <stdbool.h>

/**
 * route_set() - the route to one address, with one attribute
 * @device: where it leads out
 * @to: the address (its port does not matter)
 * @local: the address is the host's own (lo)
 * @metric: RTAX_INITCWND, RTAX_QUICKACK, ...; 0 for none
 * @value: of the attribute
 *
 * Return: 0, or -1.
 */
int route_set(const char *device, const struct address *to, bool local,
	      unsigned metric, unsigned value, struct error *err);

/** route_device_up() - bring a device up; 0, or -1 */
int route_device_up(const char *device, struct error *err);

#endif
