package io.malmoi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackendsTest {
    @RegisterExtension
    static final Backends backends = Backends.embedded();

    @Test
    void areOneForAllTestsOfTheProcess() {
        assertThat(Backends.embedded()).isSameAs(backends);
        assertThat(backends.newBucket()).isNotEqualTo(backends.newBucket());
        assertThat(backends.newTopicPrefix()).isNotEqualTo(backends.newTopicPrefix());
    }

    @Test
    void goAwayAndComeBackOnTheSamePorts() {
        assertThat(answersBroker()).isTrue();
        assertThat(answersStore()).isTrue();

        backends.stopBroker();
        backends.stopObjectStore();
        assertThat(answersBroker()).isFalse();
        assertThat(answersStore()).isFalse();

        backends.afterEach(null);
        assertThat(answersBroker()).isTrue();
        assertThat(answersStore()).isTrue();
    }

    private static boolean answersBroker() {
        return answers(Integer.parseInt(backends.bootstrapServers().split(":")[1]));
    }

    private static boolean answersStore() {
        return answers(backends.endpoint().getPort());
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
