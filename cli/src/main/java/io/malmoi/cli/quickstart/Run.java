package io.malmoi.cli.quickstart;

import io.malmoi.cli.client.Names;
import io.malmoi.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One run of the quickstart. Its request ids follow from the text, the length and the number alone, so that the same run
 * begun again is taken up where it stands.
 *
 * @param corpus id of the corpus
 * @param length {@code default}, or the minutes asked for: {@code 10m}
 * @param number from 1; a fresh run has the next number
 */
public record Run(String corpus, String length, int number) {
    /** The stages in their order. */
    public static final List<String> STAGES = List.of("tokenizer", "dataset", "train");

    private static final String PREFIX = "quickstart";

    /** The run to take up: the newest that has not ended badly, or else the next. */
    public static Run choose(String corpus, String length, Map<String, Job> jobsByRequest, boolean fresh) {
        Run run = new Run(corpus, length, 1);
        while (run.jobs(jobsByRequest).findAny().isPresent()
                && run.next().jobs(jobsByRequest).findAny().isPresent()) {
            run = run.next();
        }
        boolean begun = run.jobs(jobsByRequest).findAny().isPresent();
        boolean endedBadly = run.jobs(jobsByRequest).anyMatch(Run::endedBadly);
        return begun && (fresh || endedBadly) ? run.next() : run;
    }

    /** The jobs of any run of a text that have not ended. */
    public static List<Job> unfinished(String corpus, Map<String, Job> jobsByRequest) {
        return jobsByRequest.entrySet().stream()
                .filter(request -> request.getKey().startsWith(PREFIX + "." + corpus + "."))
                .map(Map.Entry::getValue)
                .filter(job -> !endedBadly(job) && job.getState() != Job.State.SUCCEEDED)
                .toList();
    }

    /** The request id of a stage. */
    public String requestId(String stage) {
        return String.join(".", PREFIX, corpus, length, String.valueOf(number), stage);
    }

    /** The id of all that this run makes. */
    public String id() {
        return Names.join(corpus, (length.equals("default") ? "" : length + "-") + number);
    }

    private Run next() {
        return new Run(corpus, length, number + 1);
    }

    private Stream<Job> jobs(Map<String, Job> jobsByRequest) {
        return STAGES.stream()
                .map(this::requestId)
                .filter(jobsByRequest::containsKey)
                .map(jobsByRequest::get);
    }

    private static boolean endedBadly(Job job) {
        return job.getState() == Job.State.FAILED || job.getState() == Job.State.CANCELLED || job.getCancelRequested();
    }
}
