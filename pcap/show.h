/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a line shows of a segment beside flags, sequence and acknowledgment
 * number. Cases use these bits, and so does the decoder.
 */
#ifndef PCAP_SHOW_H
#define PCAP_SHOW_H

#define SHOW_WINDOW  0x01 /* "win 512", unscaled as on the wire */
#define SHOW_OPTIONS 0x02 /* "<mss 1460,sackOK,TS,wscale 7>", no values of TS */
#define SHOW_URGENT  0x04 /* "urg 1", where the URG bit is set */
/* All of them; harness/ has further bits, see cases/case.h. */
#define SHOW_SEGMENT 0xff

#endif
