/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sysctls that every namespace gets, and how they are written.
 *
 * A new namespace takes some of them from the host and some from the kernel's
 * defaults; all that bears on a trace is set here, to the kernel's defaults
 * where the default is a constant.
 */
#include "harness/stage/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct pin pins[] = {
	{"net.ipv4.ip_local_port_range", "32768 60999"},
	{"net.ipv4.tcp_abort_on_overflow", "0"},
	/* Corking by itself depends on how fast the device drains. */
	{"net.ipv4.tcp_autocorking", "0"},
	{"net.ipv4.tcp_challenge_ack_limit", "2147483647"},
	{"net.ipv4.tcp_congestion_control", "reno"},
	/* Tail loss probes go by the measured RTT, microseconds on lo. */
	{"net.ipv4.tcp_early_retrans", "0"},
	{"net.ipv4.tcp_ecn", "0"},
	{"net.ipv4.tcp_fastopen", "0"},
	{"net.ipv4.tcp_fin_timeout", "60"},
	{"net.ipv4.tcp_invalid_ratelimit", "500"},
	{"net.ipv4.tcp_keepalive_intvl", "75"},
	{"net.ipv4.tcp_keepalive_probes", "9"},
	{"net.ipv4.tcp_keepalive_time", "7200"},
	{"net.ipv4.tcp_max_syn_backlog", "512"},
	{"net.ipv4.tcp_max_tw_buckets", "4096"},
	{"net.ipv4.tcp_migrate_req", "0"},
	/* Buffers that grow by themselves do so by measured time. */
	{"net.ipv4.tcp_moderate_rcvbuf", "0"},
	{"net.ipv4.tcp_mtu_probing", "0"},
	/* A second connection must not know what the first one measured. */
	{"net.ipv4.tcp_no_metrics_save", "1"},
	{"net.ipv4.tcp_orphan_retries", "0"},
	{"net.ipv4.tcp_retries1", "3"},
	{"net.ipv4.tcp_retries2", "15"},
	{"net.ipv4.tcp_rfc1337", "0"},
	{"net.ipv4.tcp_rmem", "4096 131072 6291456"},
	{"net.ipv4.tcp_rto_max_ms", "120000"},
	{"net.ipv4.tcp_rto_min_us", "200000"},
	{"net.ipv4.tcp_sack", "1"},
	{"net.ipv4.tcp_shrink_window", "0"},
	{"net.ipv4.tcp_syn_linear_timeouts", "4"},
	{"net.ipv4.tcp_syn_retries", "6"},
	{"net.ipv4.tcp_synack_retries", "5"},
	{"net.ipv4.tcp_syncookies", "1"},
	{"net.ipv4.tcp_timestamps", "1"},
	{"net.ipv4.tcp_tw_reuse", "2"},
	{"net.ipv4.tcp_window_scaling", "1"},
	{"net.ipv4.tcp_wmem", "4096 16384 4194304"},
	{"net.core.somaxconn", "4096"},
	/* Neither router solicitations nor addresses nobody asked for. */
	{"net.ipv6.conf.default.addr_gen_mode", "1"},
	{"net.ipv6.conf.default.router_solicitations", "0"},
	{"net.ipv6.conf.all.disable_ipv6", "0"},
	{"net.ipv6.conf.lo.disable_ipv6", "0"},
	{NULL, NULL},
};

/* By index: what stage_survey() found to be as wanted already. */
static bool given[sizeof(pins) / sizeof(*pins)];

const struct pin *stage_pins(void)
{
	return pins;
}

bool stage_pin_is_given(const struct pin *pin)
{
	return given[pin - pins];
}

static void path_of(const char *name, char *path, size_t size)
{
	char *dot;

	snprintf(path, size, "/proc/sys/%s", name);
	for (dot = path; (dot = strchr(dot, '.')); )
		*dot = '/';
}

int stage_write(const char *name, const char *value, struct error *err)
{
	char path[128];
	ssize_t written;
	int fd;

	path_of(name, path, sizeof(path));
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, "sysctl %s", name);
	written = write(fd, value, strlen(value));
	close(fd);
	if (written < 0)
		return error_errno(err, "sysctl %s = %s", name, value);
	return 0;
}

/* The kernel sets tabs between numbers. */
static bool same_value(const char *text, const char *value)
{
	for (; *value; text++, value++)
		if (*text != *value && !(*text == '\t' && *value == ' '))
			return false;
	return *text == '\n' || !*text;
}

int stage_read(const char *name, char *value, size_t size, struct error *err)
{
	char path[128];
	ssize_t got;
	int fd;

	path_of(name, path, sizeof(path));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, "sysctl %s", name);
	got = read(fd, value, size - 1);
	close(fd);
	if (got <= 0)
		return error_errno(err, "sysctl %s", name);
	value[got] = '\0';
	value[strcspn(value, "\n")] = '\0';
	return 0;
}

static bool is_given(const struct pin *pin)
{
	char text[128];

	return !stage_read(pin->name, text, sizeof(text), NULL) &&
	       same_value(text, pin->value);
}

void stage_survey(void)
{
	size_t i;

	for (i = 0; pins[i].name; i++)
		given[i] = is_given(&pins[i]);
}

bool stage_has(const char *name)
{
	char path[128];

	path_of(name, path, sizeof(path));
	return access(path, W_OK) == 0;
}
