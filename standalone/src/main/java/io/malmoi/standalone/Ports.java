package io.malmoi.standalone;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks ports before anything is started, so that a taken one is told in one line. */
final class Ports {
    private Ports() {}

    /** The port itself if it is free, any free one for 0. */
    static int free(String host, int port, String setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new StartException("port " + port + " of " + host + " is taken by another program;"
                    + " stop it, or choose another port with " + setting);
        } catch (IOException e) {
            throw new StartException("cannot listen on " + host + ": " + e.getMessage() + "; see " + setting);
        }
    }
}
