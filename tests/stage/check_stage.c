/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a fresh stage has: sysctls, routes, lo.
 */
#include "harness/net/route.h"
#include "harness/stage/stage.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static struct error err;

static void enter(void)
{
	ck_assert(alone_enter());
	ck_assert_msg(!stage_enter(&err), "%s", err.text);
}

/* What a sysctl is, its blanks as single ones; false when there is none. */
static bool sysctl_read(const char *name, char *value, size_t size)
{
	char path[128], *c;
	FILE *in;
	bool got;

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	for (c = path; *c; c++)
		if (*c == '.')
			*c = '/';
	in = fopen(path, "re");
	if (!in)
		return false;
	got = fgets(value, (int)size, in) != NULL;
	fclose(in);
	value[strcspn(value, "\n")] = '\0';
	for (c = value; *c; c++)
		if (*c == '\t')
			*c = ' ';
	return got;
}

static int lo_initcwnd(unsigned segments, struct error *e)
{
	struct address v4 = {.family = AF_INET}, v6 = {.family = AF_INET6};

	inet_pton(AF_INET, "127.0.0.1", v4.bytes);
	inet_pton(AF_INET6, "::1", v6.bytes);
	if (route_set("lo", &v4, true, RTAX_INITCWND, segments, e))
		return -1;
	return route_set("lo", &v6, true, RTAX_INITCWND, segments, e);
}

START_TEST(loopback_is_up)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd;

	enter();
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_eq(ioctl(fd, SIOCGIFFLAGS, &request), 0);
	ck_assert(request.ifr_flags & IFF_UP);
	ck_assert(request.ifr_flags & IFF_RUNNING);
	close(fd);
}
END_TEST

/* Not before: a namespace begins with it down. */
START_TEST(loopback_was_down)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd;

	ck_assert(alone_enter());
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_eq(ioctl(fd, SIOCGIFFLAGS, &request), 0);
	ck_assert(!(request.ifr_flags & IFF_UP));
	close(fd);
}
END_TEST

START_TEST(both_families)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
				    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd;

	enter();
	fd = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	close(fd);
	fd = socket(AF_INET6, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&in6, sizeof(in6)), 0);
	close(fd);
}
END_TEST

START_TEST(pins_are_in_force)
{
	const struct pin *pin;
	char value[256];
	unsigned there = 0;

	enter();
	for (pin = stage_pins(); pin->name; pin++) {
		if (!sysctl_read(pin->name, value, sizeof(value))) {
			ck_assert(!stage_has(pin->name));
			continue;
		}
		there++;
		ck_assert(stage_has(pin->name));
		ck_assert_msg(!strcmp(value, pin->value), "%s is %s, not %s",
			      pin->name, value, pin->value);
	}
	/* The oldest kernels that this is for have most of them. */
	ck_assert_uint_gt(there, 20);
}
END_TEST

/* A namespace whose own settings are all others: they must not get through. */
START_TEST(pins_are_not_inherited)
{
	static const struct pin odd[] = {
		{ "net.ipv4.tcp_fin_timeout", "7" },
		{ "net.ipv4.tcp_timestamps", "0" },
		{ "net.ipv4.tcp_sack", "0" },
		{ "net.ipv4.tcp_syncookies", "2" },
		{ "net.ipv6.conf.default.disable_ipv6", "1" },
		{ NULL, NULL },
	};
	const struct pin *pin;
	char value[256];

	ck_assert(alone_enter());
	for (pin = odd; pin->name; pin++)
		ck_assert_int_eq(stage_write(pin->name, pin->value, &err), 0);
	ck_assert_int_eq(stage_enter(&err), 0);
	for (pin = stage_pins(); pin->name; pin++)
		if (sysctl_read(pin->name, value, sizeof(value)))
			ck_assert_str_eq(value, pin->value);
}
END_TEST

START_TEST(pins_are_sorted_out)
{
	const struct pin *a, *b;

	for (a = stage_pins(); a->name; a++)
		for (b = a + 1; b->name; b++)
			ck_assert_msg(strcmp(a->name, b->name),
				      "%s is pinned twice", a->name);
}
END_TEST

static void read_all(char *text, size_t size)
{
	const struct pin *pin;
	char value[256];
	size_t used = 0;

	*text = '\0';
	for (pin = stage_pins(); pin->name; pin++)
		if (sysctl_read(pin->name, value, sizeof(value)))
			used += (size_t)snprintf(text + used, size - used,
						 "%s %s\n", pin->name, value);
}

START_TEST(host_is_left_alone)
{
	char before[8192], after[8192];
	pid_t child;
	int status;

	read_all(before, sizeof(before));
	ck_assert_uint_gt(strlen(before), 100);
	child = fork();
	if (child == 0)
		_exit(!alone_enter() || stage_enter(&err) ||
		      stage_write("net.ipv4.tcp_fin_timeout", "3", &err) ||
		      lo_initcwnd(3, &err));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	read_all(after, sizeof(after));
	ck_assert_str_eq(before, after);
}
END_TEST

START_TEST(write_value)
{
	char value[64];

	enter();
	ck_assert_int_eq(stage_write("net.ipv4.tcp_fin_timeout", "3", &err),
			 0);
	ck_assert(sysctl_read("net.ipv4.tcp_fin_timeout", value,
			      sizeof(value)));
	ck_assert_str_eq(value, "3");
}
END_TEST

START_TEST(write_unknown)
{
	enter();
	errno = 0;
	ck_assert_int_eq(stage_write("net.ipv4.tcp_no_such", "1", &err), -1);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_ptr_nonnull(strstr(err.text, "net.ipv4.tcp_no_such"));
	ck_assert(!stage_has("net.ipv4.tcp_no_such"));
}
END_TEST

START_TEST(write_nonsense)
{
	enter();
	ck_assert_int_eq(stage_write("net.ipv4.tcp_fin_timeout", "soon",
				     &err), -1);
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text,
				     "net.ipv4.tcp_fin_timeout = soon"));
}
END_TEST

static int take_metric(const struct nlattr *attr, void *data)
{
	if (mnl_attr_get_type(attr) == RTAX_INITCWND)
		*(unsigned *)data = mnl_attr_get_u32(attr);
	return MNL_CB_OK;
}

static int take_attribute(const struct nlattr *attr, void *data)
{
	if (mnl_attr_get_type(attr) == RTA_METRICS)
		mnl_attr_parse_nested(attr, take_metric, data);
	return MNL_CB_OK;
}

static int take_route(const struct nlmsghdr *nlh, void *data)
{
	return mnl_attr_parse(nlh, sizeof(struct rtmsg), take_attribute,
			      data);
}

/* The initial congestion window of the route that the kernel would take. */
static unsigned initcwnd_of(int family, const char *address)
{
	char buf[MNL_SOCKET_BUFFER_SIZE];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct rtmsg *rtm;
	struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);
	unsigned segments = 0;
	uint8_t octets[16];
	ssize_t got;
	int ret;

	ck_assert_ptr_nonnull(nl);
	nlh->nlmsg_type = RTM_GETROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	rtm->rtm_family = (unsigned char)family;
	rtm->rtm_dst_len = family == AF_INET ? 32 : 128;
	ck_assert_int_eq(inet_pton(family, address, octets), 1);
	mnl_attr_put(nlh, RTA_DST, family == AF_INET ? 4 : 16, octets);
	ck_assert_int_ge(mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID), 0);
	ck_assert_int_ge(mnl_socket_sendto(nl, nlh, nlh->nlmsg_len), 0);
	got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	ck_assert_int_gt(got, 0);
	ret = mnl_cb_run(buf, (size_t)got, 0, 0, take_route, &segments);
	ck_assert_msg(ret >= 0, "route of %s: %s", address, strerror(errno));
	mnl_socket_close(nl);
	return segments;
}

START_TEST(initcwnd)
{
	enter();
	ck_assert_uint_eq(initcwnd_of(AF_INET, "127.0.0.1"), 0);
	ck_assert_uint_eq(initcwnd_of(AF_INET6, "::1"), 0);
	ck_assert_msg(!lo_initcwnd(3, &err), "%s", err.text);
	ck_assert_uint_eq(initcwnd_of(AF_INET, "127.0.0.1"), 3);
	ck_assert_uint_eq(initcwnd_of(AF_INET6, "::1"), 3);
	/* Once more, with another value. */
	ck_assert_msg(!lo_initcwnd(7, &err), "%s", err.text);
	ck_assert_uint_eq(initcwnd_of(AF_INET, "127.0.0.1"), 7);
	ck_assert_uint_eq(initcwnd_of(AF_INET6, "::1"), 7);
}
END_TEST

START_TEST(cpus)
{
	unsigned cpus = stage_cpus(), n;
	cpu_set_t allowed, one;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
	ck_assert_uint_eq(cpus, (unsigned)CPU_COUNT(&allowed));
	for (n = 0; n < 2 * cpus; n++) {
		sched_setaffinity(0, sizeof(allowed), &allowed);
		stage_pin_cpu(n);
		ck_assert_int_eq(sched_getaffinity(0, sizeof(one), &one), 0);
		ck_assert_int_eq(CPU_COUNT(&one), 1);
		CPU_AND(&one, &one, &allowed);
		ck_assert_int_eq(CPU_COUNT(&one), 1);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stage");
	TCase *tcase = tcase_create("stage");
	int skip = need_for("check_stage", NEED_NAMESPACES);

	if (skip)
		return skip;
	tcase_add_test(tcase, loopback_is_up);
	tcase_add_test(tcase, loopback_was_down);
	tcase_add_test(tcase, both_families);
	tcase_add_test(tcase, pins_are_in_force);
	tcase_add_test(tcase, pins_are_not_inherited);
	tcase_add_test(tcase, pins_are_sorted_out);
	tcase_add_test(tcase, host_is_left_alone);
	tcase_add_test(tcase, write_value);
	tcase_add_test(tcase, write_unknown);
	tcase_add_test(tcase, write_nonsense);
	tcase_add_test(tcase, initcwnd);
	tcase_add_test(tcase, cpus);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
