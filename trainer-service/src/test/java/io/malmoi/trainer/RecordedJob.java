package io.malmoi.trainer;

import io.malmoi.artifacts.Provenance;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Progress;
import io.malmoi.v1.TrainModelSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An attempt at a job that keeps what it is told, and stops when told so. */
final class RecordedJob implements JobContext {
    record Measurement(long step, Map<String, Double> values) {}

    record Sample(long step, String prompt, String text) {}

    final List<Measurement> measurements = new CopyOnWriteArrayList<>();
    final List<Sample> samples = new CopyOnWriteArrayList<>();
    final List<String> checkpoints = new CopyOnWriteArrayList<>();
    final List<Progress> progress = new CopyOnWriteArrayList<>();
    private final Job job;
    private final int attempt;
    private final Predicate<RecordedJob> stop;

    /** An attempt that is stopped as soon as the condition holds. */
    RecordedJob(String name, int attempt, TrainModelSpec spec, Predicate<RecordedJob> stop) {
        JobSpec complete =
                JobSpecs.withDefaults(JobSpec.newBuilder().setTrainModel(spec).build());
        this.job = Job.newBuilder().setName(name).setSpec(complete).build();
        this.attempt = attempt;
        this.stop = stop;
    }

    /** An attempt that nobody stops. */
    RecordedJob(String name, int attempt, TrainModelSpec spec) {
        this(name, attempt, spec, recorded -> false);
    }

    /** All values of a measurement, in order. */
    List<Double> values(String name) {
        return measurements.stream()
                .filter(measurement -> measurement.values().containsKey(name))
                .map(measurement -> measurement.values().get(name))
                .collect(Collectors.toList());
    }

    /** Steps of the run that have been done. */
    long step() {
        return progress.stream()
                .filter(told -> told.getStage().equals("train"))
                .mapToLong(Progress::getDone)
                .max()
                .orElse(0);
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Provenance provenance() {
        return new Provenance(job.getName(), attempt, "test");
    }

    @Override
    public void progress(Progress told) {
        progress.add(told);
    }

    @Override
    public void metrics(long step, Map<String, Double> values) {
        measurements.add(new Measurement(step, Map.copyOf(values)));
    }

    @Override
    public void sample(long step, String prompt, String text) {
        samples.add(new Sample(step, prompt, text));
    }

    @Override
    public void checkpoint(String name, long step) {
        checkpoints.add(name);
    }

    @Override
    public boolean stopped() {
        return stop.test(this);
    }

    @Override
    public void checkStillMine() {
        checkStopped();
    }
}
