/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making a TUN device with its address and its route.
 */
#include "harness/net/tun.h"
#include "harness/net/route.h"
#include "harness/net/rtnl.h"

#include <errno.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/if_tun.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define TUN_NODE "/dev/net/tun"

const char *tun_missing(void)
{
	static char text[192];
	const char *remedy = "modprobe tun, or for a container --device "
			     TUN_NODE;
	/* Only opening it says whether there is a driver behind the node, and
	 * whether a container may use it. It makes no device yet. */
	int fd = open(TUN_NODE, O_RDWR | O_CLOEXEC);

	if (fd >= 0) {
		close(fd);
		return NULL;
	}
	if (errno == EACCES)
		remedy = "chmod a+rw " TUN_NODE ", or run it as root (sudo)";
	else if (errno == EPERM)
		remedy = "for a container --device " TUN_NODE;
	snprintf(text, sizeof(text), "needs " TUN_NODE " (%s): %s",
		 strerror(errno), remedy);
	return text;
}

static int add_address(const struct address *a, struct error *err)
{
	char buf[512] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ifaddrmsg *ifa = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifa));
	size_t octets = a->family == AF_INET ? 4 : 16;

	nlh->nlmsg_type = RTM_NEWADDR;
	nlh->nlmsg_flags = NLM_F_CREATE | NLM_F_EXCL;
	ifa->ifa_family = (unsigned char)a->family;
	ifa->ifa_prefixlen = (unsigned char)(8 * octets);
	ifa->ifa_flags = IFA_F_PERMANENT | IFA_F_NODAD;
	ifa->ifa_index = if_nametoindex(TUN_DEVICE);
	mnl_attr_put(nlh, IFA_LOCAL, octets, a->bytes);
	mnl_attr_put(nlh, IFA_ADDRESS, octets, a->bytes);
	if (rtnl_talk(nlh, "address of a TUN device", err))
		return -1;
	/* IPv6 makes the route that takes packets in some time later, from a
	 * work queue: the first segment could come too early. */
	if (a->family == AF_INET6)
		return route_set(TUN_DEVICE, a, true, 0, 0, err);
	return 0;
}

int tun_open(const struct address *own, const struct address *peer,
	     struct error *err)
{
	struct ifreq ifr = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int fd = open(TUN_NODE, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return error_errno(err, TUN_NODE);
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), TUN_DEVICE);
	/* It is to go with its namespace, of which the kernel takes down many
	 * at once, and not by itself with its descriptor, which takes long. */
	if (ioctl(fd, TUNSETIFF, &ifr) < 0 || ioctl(fd, TUNSETPERSIST, 1) < 0) {
		error_errno(err, "making a TUN device");
	} else if (route_device_up(TUN_DEVICE, err) == 0 &&
		   add_address(own, err) == 0 &&
		   route_set(TUN_DEVICE, peer, false, 0, 0, err) == 0) {
		return fd;
	}
	close(fd);
	return -1;
}
