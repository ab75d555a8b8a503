/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libnet's RAW4 and RAW6: it builds headers and checksums and sends them
 * through a raw socket of this namespace.
 */
#include "harness/net/forge.h"
#include "harness/trace/words.h"

#include <libnet.h>
#include <string.h>

/* SEG_* bits are those of the header. */
static uint8_t control_bits(const char *flags)
{
	return (uint8_t)words_bits(&words_flag, flags);
}

static libnet_ptag_t build_ip(libnet_t *net, const struct address *src,
			      const struct address *dst)
{
	struct libnet_in6_addr src6, dst6;
	uint32_t src4, dst4;

	if (src->family == AF_INET) {
		memcpy(&src4, src->bytes, sizeof(src4));
		memcpy(&dst4, dst->bytes, sizeof(dst4));
		return libnet_build_ipv4(LIBNET_IPV4_H + LIBNET_TCP_H, 0, 0, 0,
					 64, IPPROTO_TCP, 0, src4, dst4, NULL,
					 0, net, 0);
	}
	memcpy(&src6, src->bytes, sizeof(src6));
	memcpy(&dst6, dst->bytes, sizeof(dst6));
	return libnet_build_ipv6(0, 0, LIBNET_TCP_H, IPPROTO_TCP, 64, src6,
				 dst6, NULL, 0, net, 0);
}

void forge_segment_of(const struct conversation *conv, int as,
		      const char *flags, uint32_t seq, struct segment *seg)
{
	memset(seg, 0, sizeof(*seg));
	seg->src = conv->end[as];
	seg->dst = conv->end[!as];
	seg->flags = control_bits(flags);
	seg->seq = seq;
	seg->ack = seg->flags & SEG_ACK ? conv->next[!as] : 0;
	seg->window = 512;
	seg->options.window_scale = -1;
}

/* libnet ends some of its errors with a newline. */
static int fault(const char *text, struct error *err)
{
	return error_set(err, "libnet: %.*s", (int)strcspn(text, "\n"), text);
}

int forge_inject(const struct conversation *conv, int as, const char *flags,
		 uint32_t seq, struct error *err)
{
	char text[LIBNET_ERRBUF_SIZE] = "";
	struct segment seg;
	libnet_t *net;
	int ret = 0;

	forge_segment_of(conv, as, flags, seq, &seg);
	net = libnet_init(seg.src.family == AF_INET ? LIBNET_RAW4 :
						      LIBNET_RAW6,
			  (char *)"lo", text);
	if (!net)
		return fault(text, err);
	if (libnet_build_tcp(seg.src.port, seg.dst.port, seg.seq, seg.ack,
			     (uint8_t)seg.flags, seg.window, 0, 0,
			     LIBNET_TCP_H, NULL, 0, net, 0) < 0 ||
	    build_ip(net, &seg.src, &seg.dst) < 0 || libnet_write(net) < 0)
		ret = fault(libnet_geterror(net), err);
	libnet_destroy(net);
	return ret;
}
