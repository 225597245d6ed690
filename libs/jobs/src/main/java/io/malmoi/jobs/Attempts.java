package io.malmoi.jobs;

import io.malmoi.artifacts.ArtifactStore;
import java.nio.charset.StandardCharsets;

/**
 * The attempts at a job, each claimed once by a conditional write to the object store. Kafka alone cannot tell a worker
 * that was given up for dead that its job is another's now.
 */
final class Attempts {
    /** So often a job is taken up before it counts as one that kills its workers. */
    static final int MOST = 20;

    private final ArtifactStore store;
    private final String worker;

    Attempts(ArtifactStore store, String worker) {
        this.store = store;
        this.worker = worker;
    }

    /** Claims the next attempt and returns its number, from 1; {@code MOST} + 1 if all are used up. */
    int claim(String job) {
        byte[] content = worker.getBytes(StandardCharsets.UTF_8);
        int attempt = 1;
        while (attempt <= MOST && !store.claim(key(job, attempt), content)) {
            attempt++;
        }
        return attempt;
    }

    boolean isNewest(String job, int attempt) {
        return store.read(key(job, attempt + 1)).isEmpty();
    }

    /** Drops all claims on a job that has ended. */
    void forget(String job) {
        store.unclaim(job + "/attempts");
    }

    private static String key(String job, int attempt) {
        return job + "/attempts/" + attempt;
    }
}
