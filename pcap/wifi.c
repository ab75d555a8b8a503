/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IEEE 802.11, as far as its frames can be read by anybody: data that are not
 * encrypted, each frame one packet.
 */
#include "pcap/walk.h"

#define RADIOTAP_HEADER 8

/* IEEE 802.11 9.2.4.1; the first octet, then the second. */
#define FC_VERSION   0x03
#define FC_TYPE	     0x0c
#define FC_TYPE_DATA 0x08
#define FC_NO_DATA   0x40
#define FC_QOS	     0x80
#define FC_TO_DS     0x01
#define FC_FROM_DS   0x02
#define FC_PROTECTED 0x40
#define FC_ORDER     0x80

#define HEADER_THREE_ADDRESSES 24
#define FOURTH_ADDRESS	       6
#define QOS_CONTROL	       2
#define QOS_SEVERAL	       0x80 /* the frame is an A-MSDU */
#define HT_CONTROL	       4

enum decode_result wifi_radiotap(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, RADIOTAP_HEADER);
	size_t length;

	if (r != DECODE_TCP)
		return r;
	/* little endian, unlike all others */
	length = (size_t)(w->o.at[2] | w->o.at[3] << 8);
	if (length < RADIOTAP_HEADER)
		return DECODE_MALFORMED;
	r = octets_want(&w->o, length);
	if (r != DECODE_TCP)
		return r;
	octets_skip(&w->o, length);
	return walk_next(w, LAYER_WIFI);
}

static size_t header_length(uint8_t first, uint8_t second)
{
	size_t length = HEADER_THREE_ADDRESSES;

	if ((second & FC_TO_DS) && (second & FC_FROM_DS))
		length += FOURTH_ADDRESS;
	if (first & FC_QOS)
		length += QOS_CONTROL;
	if (first & FC_QOS && second & FC_ORDER)
		length += HT_CONTROL;
	return length;
}

enum decode_result wifi_walk(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, 2);
	uint8_t first, second;
	size_t header, qos;

	if (r != DECODE_TCP)
		return r;
	first = w->o.at[0];
	second = w->o.at[1];
	if (first & FC_VERSION)
		return DECODE_MALFORMED;
	if ((first & FC_TYPE) != FC_TYPE_DATA || first & FC_NO_DATA)
		return walk_pass(w, PASSED_WIFI, WIFI_NO_DATA);
	if (second & FC_PROTECTED)
		return walk_pass(w, PASSED_WIFI, WIFI_ENCRYPTED);
	header = header_length(first, second);
	r = octets_want(&w->o, header);
	if (r != DECODE_TCP)
		return r;
	qos = header - QOS_CONTROL - (second & FC_ORDER ? HT_CONTROL : 0);
	if (first & FC_QOS && w->o.at[qos] & QOS_SEVERAL)
		return walk_pass(w, PASSED_WIFI, WIFI_SEVERAL);
	octets_skip(&w->o, header);
	return walk_next(w, LAYER_LLC);
}
