package io.malmoi.testkit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackendsTest {
    @RegisterExtension
    static final Backends backends = Backends.start();

    @Test
    void starts() {
        long t = System.nanoTime();
        backends.stopBroker();
        System.out.println("stop " + (System.nanoTime() - t) / 1e9);
        t = System.nanoTime();
        backends.startBroker();
        System.out.println("start " + (System.nanoTime() - t) / 1e9);
    }
}
