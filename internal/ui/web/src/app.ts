// What every page can do beyond links and forms. Nothing here is needed to read a page: with scripts off, links are
// still links and forms still forms.

import { watchCitations } from "./cite";
import { watchKeys } from "./keys";
import { watchLists } from "./list";
import { watchStream } from "./live";
import { watchReader } from "./reader";
import { watchReview } from "./review";

const lists = watchLists(document);
watchKeys(document, lists);
watchCitations(document);
watchStream(document);
watchReview(document);
watchReader(document);
