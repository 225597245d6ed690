package io.malmoi.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs each job until the test opens the gate, or the job is stopped. */
final class GatedHandler implements JobHandler {
    /** One entry for each attempt that began: {@code jobs/{id}#attempt}. */
    final List<String> begun = new CopyOnWriteArrayList<>();

    final Set<String> stopped = ConcurrentHashMap.newKeySet();
    volatile boolean open;

    @Override
    public String run(JobContext job) {
        begun.add(job.job().getName() + "#" + job.attempt());
        while (!open) {
            if (job.stopped()) {
                stopped.add(job.job().getName());
            }
            job.checkStopped();
            Threads.sleep(Duration.ofMillis(10));
        }
        job.checkStillMine();
        return JobSpecs.output(job.spec());
    }

    boolean hasBegun(String job, int attempt) {
        return begun.contains(job + "#" + attempt);
    }
}
