package dev.oxbow.fuzz;

import dev.oxbow.journal.JournalTargets;
import dev.oxbow.net.fetch.UrlTargets;
import dev.oxbow.net.peer.FrameTarget;
import dev.oxbow.net.portmap.GatewayTargets;
import dev.oxbow.net.webseed.AnswerHeadTarget;
import dev.oxbow.replay.ReplayTargets;
import java.util.Map;
import java.util.TreeMap;

/** All targets by name; each has a file of the same name in the corpus. */
final class Targets {
    private Targets() {
    }

    static Map<String, Target> all() {
        Map<String, Target> out = new TreeMap<>();
        out.put("bencode", MetainfoTargets::bencode);
        out.put("metainfo", MetainfoTargets::metainfo);
        out.put("magnet", MetainfoTargets::magnet);
        out.put("frames", FrameTarget::run);
        out.put("extension", ExtensionTargets::run);
        out.put("tracker-http", TrackerTargets::http);
        out.put("tracker-udp", TrackerTargets::udp);
        out.put("tracker-request", TrackerTargets::request);
        out.put("krpc", KrpcTarget::run);
        out.put("entry", JournalTargets::entry);
        out.put("segment", JournalTargets::segment);
        out.put("records", JournalTargets::records);
        out.put("state-image", ReplayTargets::image);
        out.put("index-file", ReplayTargets::index);
        out.put("where", ReplayTargets::where);
        out.put("point", ReplayTargets::point);
        out.put("gateway-datagram", GatewayTargets::datagram);
        out.put("gateway-xml", GatewayTargets::xml);
        out.put("url", UrlTargets::url);
        out.put("neighbour", UrlTargets::neighbour);
        out.put("gzip", UrlTargets::gzip);
        out.put("answer-head", AnswerHeadTarget::run);
        return out;
    }
}
