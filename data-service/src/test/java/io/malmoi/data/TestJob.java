package io.malmoi.data;

import io.malmoi.artifacts.Provenance;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobStoppedException;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A running job whose end the test decides. */
final class TestJob implements JobContext {
    final List<Progress> progress = new ArrayList<>();
    private final Job job;
    private final Predicate<Progress> stop;
    private boolean stopped;

    TestJob(String id, JobSpec spec) {
        this(id, spec, progress -> false);
    }

    /** Must stop after the progress for which {@code stop} holds. */
    TestJob(String id, JobSpec spec, Predicate<Progress> stop) {
        this.job = Job.newBuilder().setName("jobs/" + id).setSpec(spec).build();
        this.stop = stop;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Provenance provenance() {
        return new Provenance(job.getName(), 1, "test");
    }

    @Override
    public void progress(Progress value) {
        progress.add(value);
        stopped |= stop.test(value);
    }

    @Override
    public void metrics(long step, Map<String, Double> values) {}

    @Override
    public void sample(long step, String prompt, String text) {}

    @Override
    public void checkpoint(String name, long step) {}

    @Override
    public boolean stopped() {
        return stopped;
    }

    @Override
    public void checkStillMine() {
        if (stopped) {
            throw new JobStoppedException(job.getName());
        }
    }
}
