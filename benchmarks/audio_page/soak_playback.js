/** The component's playback worklet, watched for holes. */

import "./soak_holes.js";
import "/audio_worklet/playback_processor.js";
