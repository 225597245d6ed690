package io.malmoi.bench.models;

import io.malmoi.bench.Measurement;
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
record Contest(List<Run> own, List<Run> peer) {
    /**
     * One run.
     *
     * @param seconds from its begin to its end
     * @param cpuSeconds of the process, all threads together
     */
    record Run(double seconds, double cpuSeconds) {}

    /** Does the work once. */
    @FunctionalInterface
    interface Contestant {
        Run run() throws IOException;
    }

    /** Lets both do the work once to warm up, and then takes the time of so many runs of each. */
    static Contest hold(int runs, Contestant own, Optional<? extends Contestant> peer) throws IOException {
        Contest contest = new Contest(new ArrayList<>(), new ArrayList<>());
        for (int i = -1; i < runs; i++) {
            Run ours = own.run();
            Optional<Run> theirs = peer.isPresent() ? Optional.of(peer.get().run()) : Optional.empty();
            if (i >= 0) {
                contest.own.add(ours);
                theirs.ifPresent(contest.peer::add);
            }
        }
        return contest;
    }

    double ownSeconds() {
        return median(own, Run::seconds);
    }

    double peerSeconds() {
        return median(peer, Run::seconds);
    }

    /** How many times the processor time the peer needs. */
    double cpuRatio() {
        return median(peer, Run::cpuSeconds) / median(own, Run::cpuSeconds);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> number) {
        return Measurement.median(runs.stream().mapToDouble(number).toArray());
    }
}
