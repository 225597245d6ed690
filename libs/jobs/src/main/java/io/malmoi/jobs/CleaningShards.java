package io.malmoi.jobs;

import io.malmoi.v1.CleanShardSpec;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobSpec;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The jobs that clean the shards of a corpus, for the job that makes a corpus of them. All about them follows from that job. */
public final class CleaningShards {
    private CleaningShards() {}

    /** What the jobs of the shards publish, in the order of the text; none if the job cleans its corpus alone. */
    public static List<String> artifacts(Job job) {
        return ofEach(job, shard -> artifact(job, shard));
    }

    /** The names of the jobs of the shards. */
    static List<String> names(Job job) {
        return ofEach(job, shard -> JobIds.name(requestId(job, shard)));
    }

    /** The jobs of the shards of a job, which does not depend on them yet. */
    static List<Job> jobs(Job job) {
        return ofEach(
                job,
                shard -> Job.newBuilder()
                        .setName(JobIds.name(requestId(job, shard)))
                        .setRequestId(requestId(job, shard))
                        .setSpec(JobSpec.newBuilder()
                                .setCleanShard(CleanShardSpec.newBuilder()
                                        .setCorpus(job.getSpec().getCleanCorpus())
                                        .setShard(shard)
                                        .setOutput(artifact(job, shard))))
                        .addAllDependsOn(job.getDependsOnList())
                        .build());
    }

    private static <T> List<T> ofEach(Job job, IntFunction<T> shard) {
        int shards = job.getSpec().getCleanCorpus().getShards();
        return shards <= 1
                ? List.of()
                : IntStream.range(0, shards).mapToObj(shard).toList();
    }

    private static String requestId(Job job, int shard) {
        return job.getRequestId() + ".shard-" + shard;
    }

    private static String artifact(Job job, int shard) {
        return "shards/" + job.getName().substring(job.getName().indexOf('/') + 1) + "-" + shard;
    }
}
