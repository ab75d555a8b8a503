/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One packet: its first octet chooses the link type, the next how much longer
 * it was on the wire. Faster than whole captures, and so goes deeper.
 */
#include "pcap/capture.h"
#include "tests/fuzz/fuzz.h"

#include <pcap/dlt.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int linktypes[] = {
		DLT_EN10MB,	DLT_RAW,	DLT_LINUX_SLL,
		DLT_LINUX_SLL2, DLT_NULL,	DLT_LOOP,
		DLT_PPP,	DLT_PPP_SERIAL, DLT_IPV4,
		DLT_IPV6,	DLT_PPP_ETHER,	DLT_C_HDLC,
		DLT_NFLOG,	DLT_PKTAP,	DLT_IEEE802_11,
		DLT_IEEE802_11_RADIO,
	};
	const size_t count = sizeof(linktypes) / sizeof(*linktypes);
	struct passed why = { PASSED_OTHER, 0 };
	struct segment seg;

	if (size < 2)
		return 0;
	if (segment_decode_why(linktypes[data[0] % count], data + 2, size - 2,
			       size - 2 + data[1], &seg, &why) == DECODE_TCP) {
		must(seg.options.sack_blocks <= 4);
		must(seg.src.family == seg.dst.family && seg.src.family);
		must(seg.cut.header <= 46);
		must(seg.cut.packet || seg.length < size + data[1]);
	} else {
		/* a reason was given */
		must(why.layer != PASSED_OTHER);
	}
	return 0;
}
