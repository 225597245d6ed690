package io.malmoi.cli.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Which Malmoi to speak to, and how.
 *
 * @param host name or address
 * @param port 1 to 65,535
 * @param key the API key; empty if none. Never printed.
 * @param tls whether the connection is encrypted
 * @param certificateAuthority a PEM file of the certificates to trust; null for the machine's own
 */
public record Target(String host, int port, String key, boolean tls, Path certificateAuthority) {
    /** A target at {@code host:port} ({@code [::1]:9090} for IPv6). */
    public static Target parse(String address, String key, boolean tls, Path certificateAuthority) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon).replaceAll("^\\[|]$", "");
        int port = colon < 0 ? 0 : port(address.substring(colon + 1));
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new CliException(
                    ExitCode.USAGE, "--address is '" + address + "'; expected host:port, such as 127.0.0.1:9090");
        }
        return new Target(host, port, key, tls, certificateAuthority);
    }

    /** {@code host:port}. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Whether the host is this machine. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return address();
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
