package io.malmoi.jobs;

import io.malmoi.artifacts.Provenance;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Progress;
import java.util.Map;

/** What a running job may know and tell. Thread-safe. Telling never fails the job: what cannot be sent is logged. */
public interface JobContext {
    /** The job as it was accepted. */
    Job job();

    /** What to do, with every default filled in. */
    default JobSpec spec() {
        return job().getSpec();
    }

    /** Which attempt this is, from 1. */
    int attempt();

    /** For the manifests of what this attempt publishes. */
    Provenance provenance();

    /** Tells how far the job is. Call it as often as you like: about four a second are sent, and the last of every stage. */
    void progress(Progress progress);

    /** Tells measurements, by their names, after {@code step} optimiser steps. Each call is sent. */
    void metrics(long step, Map<String, Double> values);

    /** Tells what the model in training wrote after {@code prompt}. */
    void sample(long step, String prompt, String text);

    /** Tells that a checkpoint was published: {@code models/{id}/checkpoints/{checkpoint}}. */
    void checkpoint(String name, long step);

    /** Whether the job must stop: it was cancelled, the worker shuts down, or another worker has it now. */
    boolean stopped();

    /** Throws {@link JobStoppedException} if {@link #stopped()}. Cheap. */
    default void checkStopped() {
        if (stopped()) {
            throw new JobStoppedException(job().getName());
        }
    }

    /**
     * Throws {@link JobStoppedException} if {@link #stopped()} or if a newer attempt has begun, so that this one must not
     * publish any more. Asks the object store.
     */
    void checkStillMine();
}
