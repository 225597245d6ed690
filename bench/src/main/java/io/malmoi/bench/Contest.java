package io.malmoi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What two contestants needed for the same work, in turns, so that whatever else the machine does meets both alike.
 *
 * @param own what we needed, run by run
 * @param peer what the peer needed; empty if there is none
 */
public record Contest(List<Run> own, List<Run> peer) {
    /**
     * One run.
     *
     * @param seconds from its begin to its end
     * @param cpuSeconds of the process, all threads together
     */
    public record Run(double seconds, double cpuSeconds) {
        /** Does work once in this process. */
        public static Run of(Measurement.Work work) throws IOException {
            double cpu = Measurement.cpuSeconds();
            long begin = System.nanoTime();
            work.run();
            return new Run((System.nanoTime() - begin) / 1e9, Measurement.cpuSeconds() - cpu);
        }
    }

    /** Does the work once. */
    @FunctionalInterface
    public interface Contestant {
        /** One run. */
        Run run() throws IOException;
    }

    /** Lets each do the work for some seconds to warm up, and then takes the time of so many runs of each. */
    public static Contest hold(int runs, Contestant own, Optional<? extends Contestant> peer) throws IOException {
        Contest contest = new Contest(new ArrayList<>(), new ArrayList<>());
        if (peer.isPresent()) {
            Measurement.warmUp(peer.get()::run);
        }
        Measurement.warmUp(own::run);
        for (int i = 0; i < runs; i++) {
            contest.own.add(own.run());
            if (peer.isPresent()) {
                contest.peer.add(peer.get().run());
            }
        }
        return contest;
    }

    /** Median of ours. */
    public double ownSeconds() {
        return median(own, Run::seconds);
    }

    /** Median of the peer's. */
    public double peerSeconds() {
        return median(peer, Run::seconds);
    }

    /** How many times as fast as the peer we are. */
    public double ratio() {
        return peerSeconds() / ownSeconds();
    }

    /** How many times the processor time the peer needs. */
    public double cpuRatio() {
        return median(peer, Run::cpuSeconds) / median(own, Run::cpuSeconds);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> number) {
        return Measurement.median(runs.stream().mapToDouble(number).toArray());
    }
}
