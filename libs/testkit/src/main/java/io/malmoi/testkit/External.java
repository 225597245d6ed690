package io.malmoi.testkit;

import io.malmoi.embedded.Credentials;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The broker and the object store that environment variables name. */
final class External {
    private static final String KAFKA = "MALMOI_TEST_KAFKA";
    private static final String OBJECT_STORE = "MALMOI_TEST_OBJECT_STORE";

    private External() {}

    static boolean isNamed() {
        return named(KAFKA).isPresent() || named(OBJECT_STORE).isPresent();
    }

    /** The broker, rid of the jobs of earlier tests. */
    static Optional<String> broker() {
        Optional<String> broker = named(KAFKA);
        broker.ifPresent(External::deleteJobs);
        return broker;
    }

    static Optional<URI> objectStore() {
        return named(OBJECT_STORE).map(URI::create);
    }

    static Optional<Credentials> credentials() {
        return named(OBJECT_STORE)
                .map(store -> new Credentials(
                        named(OBJECT_STORE + "_ACCESS_KEY").orElse(""),
                        named(OBJECT_STORE + "_SECRET_KEY").orElse("")));
    }

    private static Optional<String> named(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }

    private static void deleteJobs(String broker) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker))) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith("malmoi.jobs."))
                    .toList();
            admin.deleteTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(KAFKA + " is " + broker + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
