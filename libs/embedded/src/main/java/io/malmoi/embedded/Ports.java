package io.malmoi.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
final class Ports {
    static final String HOST = "127.0.0.1";

    private Ports() {}

    /** The port itself if it is free, any free one for 0. Throws {@link PortTakenException}. */
    static int free(String server, int port, String setting) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new PortTakenException(server, port, setting);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
