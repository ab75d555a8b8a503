/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names for what the decoder does not look into, and the line that counts it.
 */
#include "pcap/passed.h"

#include <netinet/in.h>
#include <pcap/pcap.h>
#include <stdlib.h>

struct name {
	uint32_t number;
	const char *name;
};

static const struct name ethertypes[] = {
	{ 0x00fe, "OSI" },    { 0x0806, "ARP" },
	{ 0x0842, "Wake-on-LAN" }, { 0x2000, "CDP" },
	{ 0x2001, "NHRP" },   { 0x22eb, "ERSPAN" },
	{ 0x6003, "DECnet" }, { 0x8035, "RARP" },
	{ 0x809b, "AppleTalk" }, { 0x8137, "IPX" },
	{ 0x8808, "Ethernet flow control" },
	{ 0x8809, "slow protocol (LACP)" },
	{ 0x8863, "PPPoE discovery" }, { 0x888e, "EAPOL" },
	{ 0x8892, "PROFINET" }, { 0x88a4, "EtherCAT" },
	{ 0x88be, "ERSPAN" }, { 0x88cc, "LLDP" },
	{ 0x88e5, "MACsec" }, { 0x88e7, "802.1ah" },
	{ 0x88f7, "PTP" },    { 0x8902, "CFM" },
	{ 0x8906, "FCoE" },   { 0x9000, "Ethernet loopback" },
	{ 0xfefe, "OSI" },
};

static const struct name llc_saps[] = {
	{ 0x42, "STP" }, { 0xaa, "SNAP" }, { 0xe0, "IPX" },
	{ 0xf0, "NetBIOS" }, { 0xfe, "OSI" }, { 0xff, "IPX" },
};

static const struct name wifi_frames[] = {
	{ WIFI_NO_DATA, "802.11 without data" },
	{ WIFI_ENCRYPTED, "encrypted 802.11" },
	{ WIFI_SEVERAL, "802.11 A-MSDU" },
};

static const struct name ppp_protocols[] = {
	{ 0x002d, "VJ-compressed TCP" }, { 0x002f, "VJ-uncompressed TCP" },
	{ 0x003d, "PPP multilink" }, { 0x00fd, "compressed PPP" },
	{ 0x8021, "IPCP" }, { 0x8057, "IPv6CP" }, { 0x80fd, "CCP" },
	{ 0xc021, "LCP" }, { 0xc023, "PAP" }, { 0xc223, "CHAP" },
};

static const struct name protocols[] = {
	{ IPPROTO_ICMP, "ICMP" }, { IPPROTO_IGMP, "IGMP" },
	{ IPPROTO_UDP, "UDP" }, { IPPROTO_DCCP, "DCCP" },
	{ IPPROTO_GRE, "GRE" }, { IPPROTO_ESP, "ESP" },
	{ IPPROTO_ICMPV6, "ICMPv6" }, { IPPROTO_NONE, "no next header" },
	{ 88, "EIGRP" }, { 89, "OSPF" }, { IPPROTO_PIM, "PIM" },
	{ IPPROTO_COMP, "IPComp" }, { 112, "VRRP" }, { 115, "L2TP" },
	{ IPPROTO_SCTP, "SCTP" }, { IPPROTO_UDPLITE, "UDP-Lite" },
};

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

void passed_count(struct passed_counts *counts, struct passed what)
{
	struct passed_kind *kind = counts->kinds;
	unsigned i;

	counts->total++;
	for (i = 0; i < counts->used; i++, kind++)
		if (kind->what.layer == what.layer &&
		    kind->what.number == what.number)
			break;
	if (i == PASSED_KINDS) {
		/* its last place is for all that have none of their own */
		kind--;
		kind->what = (struct passed){ PASSED_OTHER, 0 };
	} else if (i == counts->used) {
		counts->used++;
		kind->what = what;
	}
	kind->count++;
}

static void put_name(FILE *out, const struct name *names, size_t count,
		     const char *fallback, uint32_t number)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i].number == number) {
			fputs(names[i].name, out);
			return;
		}
	}
	/* the one conversion is the number */
	fprintf(out, fallback, number);
}

static void put_linktype(FILE *out, uint32_t number)
{
	const char *name = pcap_datalink_val_to_name((int)number);

	fprintf(out, "link type %u (%s)", number, name ? name : "unknown");
}

static void put_kind(FILE *out, const struct passed_kind *kind)
{
	uint32_t number = kind->what.number;

	fprintf(out, "%lu ", kind->count);
	switch (kind->what.layer) {
	case PASSED_LINKTYPE:
		put_linktype(out, number);
		break;
	case PASSED_FAMILY:
		fprintf(out, "address family %u", number);
		break;
	case PASSED_ETHERTYPE:
		put_name(out, ethertypes, LENGTH(ethertypes),
			 "EtherType 0x%04x", number);
		break;
	case PASSED_LLC:
		put_name(out, llc_saps, LENGTH(llc_saps), "LLC SAP 0x%02x",
			 number);
		break;
	case PASSED_WIFI:
		put_name(out, wifi_frames, LENGTH(wifi_frames), "", number);
		break;
	case PASSED_PPP:
		put_name(out, ppp_protocols, LENGTH(ppp_protocols),
			 "PPP protocol 0x%04x", number);
		break;
	case PASSED_PROTOCOL:
		put_name(out, protocols, LENGTH(protocols), "IP protocol %u",
			 number);
		break;
	case PASSED_MPLS:
		fputs("MPLS without IP", out);
		break;
	case PASSED_DEEP:
		fputs("nested too deep", out);
		break;
	case PASSED_FRAGMENT:
		fputs(kind->count == 1 ? "fragment" : "fragments", out);
		break;
	case PASSED_TRUNCATED:
		fputs("cut off in the headers", out);
		break;
	case PASSED_MALFORMED:
		fputs("malformed", out);
		break;
	case PASSED_OTHER:
		fputs("of other kinds", out);
		break;
	}
}

/* By count, and among equals in the order they came. */
static int compare_kinds(const void *one, const void *two)
{
	const struct passed_kind *a = *(const struct passed_kind *const *)one;
	const struct passed_kind *b = *(const struct passed_kind *const *)two;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a < b ? -1 : a > b;
}

void passed_put(FILE *out, const struct passed_counts *counts)
{
	const struct passed_kind *sorted[PASSED_KINDS];

	if (counts->total == 0)
		return;
	for (unsigned i = 0; i < counts->used; i++)
		sorted[i] = &counts->kinds[i];
	qsort(sorted, counts->used, sizeof(sorted[0]), compare_kinds);
	fprintf(out, "%lu packet%s not looked into: ", counts->total,
		counts->total == 1 ? "" : "s");
	for (unsigned i = 0; i < counts->used; i++) {
		if (i)
			fputs(", ", out);
		put_kind(out, sorted[i]);
	}
}
