/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets that were passed over: why, and how many of each kind.
 */
#ifndef PCAP_PASSED_H
#define PCAP_PASSED_H

#include <stdint.h>
#include <stdio.h>

/* Where the decoder stopped; struct passed says what @number is. */
enum passed_layer {
	PASSED_OTHER,	  /* more kinds than are counted apart */
	PASSED_LINKTYPE,  /* DLT_* */
	PASSED_FAMILY,	  /* address family of DLT_NULL and DLT_LOOP */
	PASSED_ETHERTYPE, /* IEEE 802 */
	PASSED_LLC,	  /* DSAP */
	PASSED_WIFI,	  /* one of those below */
	PASSED_PPP,	  /* PPP protocol */
	PASSED_PROTOCOL,  /* IP protocol */
	PASSED_MPLS,	  /* no number: neither IP nor Ethernet */
	PASSED_DEEP,	  /* headers within headers beyond the bound */
	PASSED_FRAGMENT,
	PASSED_TRUNCATED,
	PASSED_MALFORMED,
};

/* Frames of IEEE 802.11 that are not looked into. */
enum { WIFI_NO_DATA, WIFI_ENCRYPTED, WIFI_SEVERAL };

/**
 * struct passed - the kind of a packet that was passed over
 * @layer: where the decoder stopped
 * @number: what stood there, as that layer numbers it; 0 where it has none
 */
struct passed {
	enum passed_layer layer;
	uint32_t number;
};

/* A capture has few kinds; a hostile one is not to fill the memory. */
#define PASSED_KINDS 48

/**
 * struct passed_counts - packets that were passed over, by kind
 * @total: all of them
 * @used: how many kinds there are in @kinds, in the order they came
 */
struct passed_counts {
	unsigned long total;
	unsigned used;
	struct passed_kind {
		struct passed what;
		unsigned long count;
	} kinds[PASSED_KINDS];
};

/** passed_count() - one more packet of this kind */
void passed_count(struct passed_counts *counts, struct passed what);

/**
 * passed_put() - "12 packets not looked into: 9 UDP, 2 ARP, 1 fragment"
 * @out: receives the text, without a newline; nothing if there are none
 * @counts: what was counted
 *
 * The most frequent kind comes first.
 */
void passed_put(FILE *out, const struct passed_counts *counts);

#endif
