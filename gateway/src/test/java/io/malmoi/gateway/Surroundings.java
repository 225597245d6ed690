package io.malmoi.gateway;

import io.malmoi.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** What a gateway in a test has around it: a broker, a store, and an address for the services behind it. */
public class Surroundings implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Backends.start().configuration());
        String behind = "127.0.0.1:" + freePort();
        settings.put("malmoi.grpc.port", "0");
        settings.put("quarkus.http.test-port", "0");
        settings.put("malmoi.services.corpora", behind);
        settings.put("malmoi.services.tokenizers", behind);
        settings.put("malmoi.services.inference", behind);
        settings.put("malmoi.services.models", behind);
        settings.put("malmoi.services.datasets", "127.0.0.1:" + freePort());
        return settings;
    }

    @Override
    public void stop() {}

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
