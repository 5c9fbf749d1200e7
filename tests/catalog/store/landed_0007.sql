BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE attachment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	entity_id INTEGER NOT NULL, 
	plugin VARCHAR(63) NOT NULL, 
	type VARCHAR(63) NOT NULL, 
	source VARCHAR(160) NOT NULL, 
	version INTEGER NOT NULL, 
	digest VARCHAR(40) NOT NULL, 
	value BLOB NOT NULL, 
	url TEXT NOT NULL, 
	observed_at FLOAT NOT NULL, 
	since FLOAT NOT NULL, 
	until FLOAT, 
	CONSTRAINT fk_attachment_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE
);
INSERT INTO "attachment" VALUES(1,1,'example','notes','describe',1,'d',X'7B7D','',1.0,1.0,NULL);
CREATE TABLE change (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	entity_id INTEGER NOT NULL, 
	ref VARCHAR(255) NOT NULL, 
	revision INTEGER NOT NULL, 
	action VARCHAR(16) NOT NULL, 
	at FLOAT NOT NULL
);
INSERT INTO "change" VALUES(1,1,'component:default/shop',1,'created',1.79552930226400351523e+09);
INSERT INTO "change" VALUES(2,1,'component:default/shop',2,'updated',1.79552930230612039566e+09);
CREATE TABLE check_value (
	entity_id INTEGER NOT NULL, 
	plugin VARCHAR(63) NOT NULL, 
	name VARCHAR(63) NOT NULL, 
	value TEXT NOT NULL, 
	at FLOAT NOT NULL, 
	CONSTRAINT pk_check_value PRIMARY KEY (entity_id, plugin, name), 
	CONSTRAINT fk_check_value_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE
);
CREATE TABLE comparison_result (
	digest VARCHAR(64) NOT NULL, 
	run_id INTEGER NOT NULL, 
	baseline_run_id INTEGER NOT NULL, 
	options TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	progress FLOAT NOT NULL, 
	body BLOB, 
	failures INTEGER NOT NULL, 
	last_error TEXT NOT NULL, 
	used_at FLOAT NOT NULL, 
	next_at FLOAT, 
	lease_owner VARCHAR(64), 
	lease_until FLOAT, 
	CONSTRAINT pk_comparison_result PRIMARY KEY (digest)
);
CREATE TABLE connection (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	plugin VARCHAR(63) NOT NULL, 
	name VARCHAR(63) NOT NULL, 
	url TEXT NOT NULL, 
	secret_from TEXT NOT NULL, 
	added_by VARCHAR(16) NOT NULL, 
	created_at FLOAT NOT NULL, 
	CONSTRAINT uq_connection_plugin_name UNIQUE (plugin, name)
);
CREATE TABLE due (
	consumer VARCHAR(64) NOT NULL, 
	entity_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	not_before FLOAT NOT NULL, 
	CONSTRAINT pk_due PRIMARY KEY (consumer, entity_id)
)
 WITHOUT ROWID

;
CREATE TABLE entity (
	id INTEGER NOT NULL, 
	uid VARCHAR(36) NOT NULL, 
	ref VARCHAR(255) NOT NULL, 
	kind VARCHAR(63) NOT NULL, 
	namespace VARCHAR(63) NOT NULL, 
	name VARCHAR(63) NOT NULL, 
	type VARCHAR(255) NOT NULL, 
	lifecycle VARCHAR(255) NOT NULL, 
	owner VARCHAR(255) NOT NULL, 
	project VARCHAR(255) NOT NULL, 
	title TEXT NOT NULL, 
	parent VARCHAR(255) NOT NULL, 
	audience INTEGER NOT NULL, 
	source_id INTEGER, 
	line INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	orphan_since FLOAT, 
	deleted_at FLOAT, 
	created_at FLOAT NOT NULL, 
	updated_at FLOAT NOT NULL, 
	CONSTRAINT pk_entity PRIMARY KEY (id), 
	CONSTRAINT uq_entity_ref UNIQUE (ref), 
	CONSTRAINT uq_entity_uid UNIQUE (uid)
);
INSERT INTO "entity" VALUES(1,'1e47d4da-c412-411f-9d59-5f524b82f223','component:default/shop','component','default','shop','service','production','group:default/team','','The Shop','',0,1,1,2,2,NULL,NULL,1.79552930226400351523e+09,1.79552930230612039566e+09);
CREATE TABLE entry (
	entity_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	etag VARCHAR(40) NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT pk_entry PRIMARY KEY (entity_id), 
	CONSTRAINT fk_entry_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE
);
INSERT INTO "entry" VALUES(1,2,'61bedc502a61c7b00f1f0baeb8425444fa3e11d8',X'7B2261706956657273696F6E223A226261636B73746167652E696F2F7631616C70686131222C226B696E64223A22436F6D706F6E656E74222C226D65746164617461223A7B226E616D65223A2273686F70222C227469746C65223A225468652053686F70222C2274616773223A5B22676F225D2C226E616D657370616365223A2264656661756C74222C22616E6E6F746174696F6E73223A7B226261636B73746167652E696F2F6D616E616765642D62792D6C6F636174696F6E223A2266696C653A2F746D702F73686F702D64657363726970746F72732F612E79616D6C222C226261636B73746167652E696F2F6D616E616765642D62792D6F726967696E2D6C6F636174696F6E223A2266696C653A2F746D702F73686F702D64657363726970746F7273227D2C22756964223A2231653437643464612D633431322D343131662D396435392D356635323462383266323233222C2265746167223A2236316265646335303261363163376230306631663062616562383432353434346661336531316438227D2C2273706563223A7B2274797065223A2273657276696365222C226C6966656379636C65223A2270726F64756374696F6E222C226F776E6572223A2267726F75703A7465616D227D2C2272656C6174696F6E73223A5B7B2274797065223A226F776E65644279222C22746172676574526566223A2267726F75703A64656661756C742F7465616D227D5D7D');
CREATE TABLE evaluation_result (
	run_id INTEGER NOT NULL, 
	metric_id INTEGER NOT NULL, 
	slice_id INTEGER NOT NULL, 
	subject_id INTEGER NOT NULL, 
	value FLOAT, 
	special SMALLINT NOT NULL, 
	latest BOOLEAN NOT NULL, 
	n BIGINT, 
	low FLOAT, 
	high FLOAT, 
	level FLOAT, 
	method VARCHAR(63), 
	CONSTRAINT pk_evaluation_result PRIMARY KEY (run_id, metric_id, slice_id)
)
 WITHOUT ROWID

;
INSERT INTO "evaluation_result" VALUES(1,1,0,1,0.9,0,1,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "evaluation_result" VALUES(1,1,1,1,0.8,0,1,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE evaluation_run (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	source_id INTEGER NOT NULL, 
	uid VARCHAR(255) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	version VARCHAR(255) NOT NULL, 
	type VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	run_group VARCHAR(255) NOT NULL, 
	started_at FLOAT, 
	ended_at FLOAT, 
	began FLOAT NOT NULL, 
	at FLOAT NOT NULL, 
	dataset_id INTEGER NOT NULL, 
	same_id INTEGER NOT NULL, 
	latest BOOLEAN NOT NULL, 
	url TEXT NOT NULL, 
	digest VARCHAR(40) NOT NULL, 
	recorded_at FLOAT NOT NULL, 
	changed_at FLOAT NOT NULL, 
	CONSTRAINT fk_evaluation_run_source_id_fact_source FOREIGN KEY(source_id) REFERENCES fact_source (id), 
	CONSTRAINT fk_evaluation_run_subject_id_fact_subject FOREIGN KEY(subject_id) REFERENCES fact_subject (id), 
	CONSTRAINT uq_evaluation_run_source_id_uid UNIQUE (source_id, uid)
);
INSERT INTO "evaluation_run" VALUES(1,1,'nightly-1',1,'1','evaluation','finished','','',1.0,NULL,1.0,1.0,1,1,1,'','83831ec2750677aa90bd74c23161cf1811507c06',2.0,2.0);
CREATE TABLE fact_dataset (
	id INTEGER NOT NULL, 
	digest_of VARCHAR(40) NOT NULL, 
	name TEXT NOT NULL, 
	ref VARCHAR(255) NOT NULL, 
	digest TEXT NOT NULL, 
	split VARCHAR(255) NOT NULL, 
	same_as VARCHAR(40) NOT NULL, 
	same_id INTEGER NOT NULL, 
	folded VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_fact_dataset PRIMARY KEY (id), 
	CONSTRAINT uq_fact_dataset_digest_of UNIQUE (digest_of)
);
INSERT INTO "fact_dataset" VALUES(1,'6dedab143fb3f1db66996963ac5083f95c650928','clicks','','','test','678985656f3cc2a6fdf2c2ba3b6dbd29d3cb3248',1,'clicks');
CREATE TABLE fact_name (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	folded VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_fact_name PRIMARY KEY (id), 
	CONSTRAINT uq_fact_name_name UNIQUE (name)
);
INSERT INTO "fact_name" VALUES(1,'auc','auc');
INSERT INTO "fact_name" VALUES(2,'loss','loss');
INSERT INTO "fact_name" VALUES(3,'lr','lr');
CREATE TABLE fact_slice (
	id INTEGER NOT NULL, 
	slice VARCHAR(512) NOT NULL, 
	CONSTRAINT pk_fact_slice PRIMARY KEY (id), 
	CONSTRAINT uq_fact_slice_slice UNIQUE (slice)
);
INSERT INTO "fact_slice" VALUES(1,'country=SE');
CREATE TABLE fact_source (
	id INTEGER NOT NULL, 
	name VARCHAR(160) NOT NULL, 
	CONSTRAINT pk_fact_source PRIMARY KEY (id), 
	CONSTRAINT uq_fact_source_name UNIQUE (name)
);
INSERT INTO "fact_source" VALUES(1,'api');
CREATE TABLE fact_subject (
	id INTEGER NOT NULL, 
	ref VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_fact_subject PRIMARY KEY (id), 
	CONSTRAINT uq_fact_subject_ref UNIQUE (ref)
);
INSERT INTO "fact_subject" VALUES(1,'component:default/shop');
CREATE TABLE filter_key (
	id INTEGER NOT NULL, 
	"key" VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_filter_key PRIMARY KEY (id), 
	CONSTRAINT uq_filter_key_key UNIQUE ("key")
);
INSERT INTO "filter_key" VALUES(1,'apiversion');
INSERT INTO "filter_key" VALUES(2,'kind');
INSERT INTO "filter_key" VALUES(3,'metadata.annotations.backstage.io/managed-by-location');
INSERT INTO "filter_key" VALUES(4,'metadata.annotations.backstage.io/managed-by-origin-location');
INSERT INTO "filter_key" VALUES(5,'metadata.name');
INSERT INTO "filter_key" VALUES(6,'metadata.namespace');
INSERT INTO "filter_key" VALUES(7,'metadata.tags');
INSERT INTO "filter_key" VALUES(8,'metadata.title');
INSERT INTO "filter_key" VALUES(9,'spec.lifecycle');
INSERT INTO "filter_key" VALUES(10,'spec.owner');
INSERT INTO "filter_key" VALUES(11,'spec.type');
CREATE TABLE filter_row (
	key_id INTEGER NOT NULL, 
	value VARCHAR(255) NOT NULL, 
	entity_id INTEGER NOT NULL, 
	original VARCHAR(255), 
	item BOOLEAN NOT NULL, 
	CONSTRAINT pk_filter_row PRIMARY KEY (key_id, value, entity_id)
)
 WITHOUT ROWID

;
INSERT INTO "filter_row" VALUES(1,'backstage.io/v1alpha1',1,NULL,0);
INSERT INTO "filter_row" VALUES(2,'component',1,'Component',0);
INSERT INTO "filter_row" VALUES(3,'file:/tmp/shop-descriptors/a.yaml',1,NULL,0);
INSERT INTO "filter_row" VALUES(4,'file:/tmp/shop-descriptors',1,NULL,0);
INSERT INTO "filter_row" VALUES(5,'shop',1,NULL,0);
INSERT INTO "filter_row" VALUES(6,'default',1,NULL,0);
INSERT INTO "filter_row" VALUES(7,'go',1,NULL,1);
INSERT INTO "filter_row" VALUES(8,'the shop',1,'The Shop',0);
INSERT INTO "filter_row" VALUES(9,'production',1,NULL,0);
INSERT INTO "filter_row" VALUES(10,'group:team',1,NULL,0);
INSERT INTO "filter_row" VALUES(11,'service',1,NULL,0);
CREATE TABLE index_build (
	name VARCHAR(64) NOT NULL, 
	engine TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	created_at FLOAT NOT NULL, 
	CONSTRAINT pk_index_build PRIMARY KEY (name)
);
INSERT INTO "index_build" VALUES('20261124140822-205070','embedded','current',1.7955293023414406776e+09);
CREATE TABLE location (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	type VARCHAR(16) NOT NULL, 
	target TEXT NOT NULL, 
	ref VARCHAR(255) NOT NULL, 
	patterns TEXT NOT NULL, 
	added_by VARCHAR(16) NOT NULL, 
	parent_source_id INTEGER, 
	token VARCHAR(255) NOT NULL, 
	"commit" VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	last_error TEXT, 
	created_at FLOAT NOT NULL, 
	last_read_at FLOAT, 
	last_ok_at FLOAT, 
	next_read_at FLOAT NOT NULL, 
	failures INTEGER NOT NULL, 
	lease_owner VARCHAR(64), 
	lease_until FLOAT, 
	CONSTRAINT uq_location_type_target_ref_patterns UNIQUE (type, target, ref, patterns)
);
INSERT INTO "location" VALUES(1,'folder','/tmp/shop-descriptors','','','cli',NULL,'f4a26a15d09e987072392707afc72998b1af376cb9946fe0099f4ccc041816e2@1795529302301278187','','ok',NULL,1.79552930018668961522e+09,1.79552930231745553018e+09,1.79552930231745553018e+09,1.79552942231745553012e+09,0,NULL,NULL);
CREATE TABLE model_alias (
	subject_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	alias VARCHAR(255) NOT NULL, 
	version VARCHAR(255) NOT NULL, 
	since FLOAT NOT NULL, 
	CONSTRAINT pk_model_alias PRIMARY KEY (subject_id, source_id, alias)
);
INSERT INTO "model_alias" VALUES(1,1,'champion','1',2.0);
CREATE TABLE model_version (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subject_id INTEGER NOT NULL, 
	version VARCHAR(255) NOT NULL, 
	source_id INTEGER NOT NULL, 
	artifact_digest TEXT NOT NULL, 
	run_uid VARCHAR(255) NOT NULL, 
	created_at FLOAT, 
	details BLOB NOT NULL, 
	digest VARCHAR(40) NOT NULL, 
	recorded_at FLOAT NOT NULL, 
	changed_at FLOAT NOT NULL, 
	CONSTRAINT fk_model_version_source_id_fact_source FOREIGN KEY(source_id) REFERENCES fact_source (id), 
	CONSTRAINT fk_model_version_subject_id_fact_subject FOREIGN KEY(subject_id) REFERENCES fact_subject (id), 
	CONSTRAINT uq_model_version_subject_id_version_source_id UNIQUE (subject_id, version, source_id)
);
INSERT INTO "model_version" VALUES(1,1,'1',1,'','nightly-1',NULL,X'7B22757269223A22222C226465736372697074696F6E223A22222C2275726C223A22222C22646967657374223A22222C226672616D65776F726B223A22222C2272756E223A226E696768746C792D31222C22636F6D6D6974223A22222C22737461747573223A22222C22616C6961736573223A5B226368616D70696F6E225D2C227369676E6174757265223A7B7D2C22747261696E65645F6F6E223A5B5D2C22706172616D73223A7B7D2C2274616773223A7B7D2C22637265617465645F6174223A6E756C6C7D','10e5d7adbff879373135a7bdc54851ed8603f800',2.0,2.0);
CREATE TABLE plugin (
	name VARCHAR(63) NOT NULL, 
	version VARCHAR(63) NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	seen_at FLOAT NOT NULL, 
	installed BOOLEAN NOT NULL, 
	last_error TEXT, 
	CONSTRAINT pk_plugin PRIMARY KEY (name)
);
INSERT INTO "plugin" VALUES('example','1.0',1,'f',1.0,1,NULL);
CREATE TABLE problem (
	id INTEGER NOT NULL, 
	location_id INTEGER, 
	source_id INTEGER, 
	entity_id INTEGER, 
	entity_ref VARCHAR(255) NOT NULL, 
	code VARCHAR(63) NOT NULL, 
	message TEXT NOT NULL, 
	hint TEXT NOT NULL, 
	severity VARCHAR(16) NOT NULL, 
	file TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	"column" INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	since FLOAT NOT NULL, said_by VARCHAR(160) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_problem PRIMARY KEY (id), 
	CONSTRAINT fk_problem_location_id_location FOREIGN KEY(location_id) REFERENCES location (id) ON DELETE CASCADE, 
	CONSTRAINT fk_problem_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) ON DELETE CASCADE
);
INSERT INTO "problem" VALUES(1,1,1,NULL,'component:default/bad','schema/type','`spec.owner` must be text, but is `5`','put it in quotes','error','/tmp/shop-descriptors/a.yaml',3,155,'/spec/owner',1.79552930230612039566e+09,'');
CREATE TABLE proposal (
	plugin VARCHAR(63) NOT NULL, 
	connection_id INTEGER NOT NULL, 
	ref VARCHAR(255) NOT NULL, 
	document BLOB NOT NULL, 
	reason TEXT NOT NULL, 
	digest VARCHAR(40) NOT NULL, 
	since FLOAT NOT NULL, 
	CONSTRAINT pk_proposal PRIMARY KEY (plugin, connection_id, ref)
);
CREATE TABLE push_key (
	source_id INTEGER NOT NULL, 
	"key" VARCHAR(255) NOT NULL, 
	digest VARCHAR(40) NOT NULL, 
	answer BLOB NOT NULL, 
	at FLOAT NOT NULL, 
	CONSTRAINT pk_push_key PRIMARY KEY (source_id, "key")
);
CREATE TABLE push_source (
	name VARCHAR(63) NOT NULL, 
	title TEXT NOT NULL, 
	secret_digest VARCHAR(64) NOT NULL, 
	schemas TEXT NOT NULL, 
	created_at FLOAT NOT NULL, 
	last_used_at FLOAT, 
	CONSTRAINT pk_push_source PRIMARY KEY (name)
);
CREATE TABLE refresh (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	plugin VARCHAR(63) NOT NULL, 
	name VARCHAR(63) NOT NULL, 
	connection_id INTEGER NOT NULL, 
	entity_id INTEGER NOT NULL, 
	cursor TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	failures INTEGER NOT NULL, 
	last_error TEXT, 
	last_started_at FLOAT, 
	last_ok_at FLOAT, 
	seconds FLOAT, 
	next_at FLOAT NOT NULL, 
	lease_owner VARCHAR(64), 
	lease_until FLOAT, 
	chain_since FLOAT, again_at FLOAT, 
	CONSTRAINT uq_refresh_plugin_name_connection_id_entity_id UNIQUE (plugin, name, connection_id, entity_id)
);
CREATE TABLE relation (
	entity_id INTEGER NOT NULL, 
	type VARCHAR(63) NOT NULL, 
	target VARCHAR(255) NOT NULL, 
	inverse VARCHAR(63) NOT NULL, 
	CONSTRAINT pk_relation PRIMARY KEY (entity_id, type, target), 
	CONSTRAINT fk_relation_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "relation" VALUES(1,'ownedBy','group:default/team','ownerOf');
CREATE TABLE run_blob (
	run_id INTEGER NOT NULL, 
	type VARCHAR(16) NOT NULL, 
	name_id INTEGER NOT NULL, 
	points INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT pk_run_blob PRIMARY KEY (run_id, type, name_id)
);
INSERT INTO "run_blob" VALUES(1,'details',0,0,'',X'785E358D490A80301004FFD2E7207AF52B22D2C42D9045C6891EC4BF1B116F4D15455FA0A89B697547DBF506CCBA26410B18D81482D36F4F077DA6FE6AA33094E4822FA4AE9ADB40D25948CCDE1B2897D716AA4217A77148F13DB81F180524C0');
INSERT INTO "run_blob" VALUES(1,'series',2,2,'',X'785EB3616060A856CACC2B494D4F2D2A56B28A8E562A2E492D50D2318A8DD551CA2BCD4D82099725E694A642C54B522B4A80A2D5B5B58C0C10C004A5A1C001427DB00700126F1603');
CREATE TABLE run_column (
	subject_id INTEGER NOT NULL, 
	place SMALLINT NOT NULL, 
	name_id INTEGER NOT NULL, 
	slice_id INTEGER NOT NULL, 
	runs INTEGER NOT NULL, 
	CONSTRAINT pk_run_column PRIMARY KEY (subject_id, place, name_id, slice_id)
)
 WITHOUT ROWID

;
INSERT INTO "run_column" VALUES(1,0,3,0,1);
INSERT INTO "run_column" VALUES(1,2,1,0,1);
INSERT INTO "run_column" VALUES(1,2,1,1,1);
CREATE TABLE run_param (
	run_id INTEGER NOT NULL, 
	place SMALLINT NOT NULL, 
	name_id INTEGER NOT NULL, 
	subject_id INTEGER NOT NULL, 
	number FLOAT, 
	text VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_run_param PRIMARY KEY (run_id, place, name_id)
)
 WITHOUT ROWID

;
INSERT INTO "run_param" VALUES(1,0,3,1,0.1,'0.1');
CREATE TABLE search_field (
	id INTEGER NOT NULL, 
	name VARCHAR(127) NOT NULL, 
	type VARCHAR(16) NOT NULL, 
	about TEXT NOT NULL, 
	CONSTRAINT pk_search_field PRIMARY KEY (id), 
	CONSTRAINT uq_search_field_name UNIQUE (name)
);
CREATE TABLE search_value (
	field_id INTEGER NOT NULL, 
	text VARCHAR(255) NOT NULL, 
	entity_id INTEGER NOT NULL, 
	number FLOAT, 
	CONSTRAINT pk_search_value PRIMARY KEY (field_id, text, entity_id)
)
 WITHOUT ROWID

;
CREATE TABLE source (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	location_id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	via VARCHAR(255) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	location_ref TEXT NOT NULL, 
	origin_ref TEXT NOT NULL, 
	view_url TEXT NOT NULL, 
	edit_url TEXT NOT NULL, 
	source_location TEXT NOT NULL, 
	"commit" VARCHAR(64) NOT NULL, 
	author TEXT NOT NULL, 
	changed_at FLOAT, 
	exact BOOLEAN NOT NULL, 
	read_at FLOAT NOT NULL, 
	targets TEXT NOT NULL, reader VARCHAR(127) DEFAULT '' NOT NULL, needs TEXT DEFAULT '[]' NOT NULL, 
	CONSTRAINT fk_source_location_id_location FOREIGN KEY(location_id) REFERENCES location (id) ON DELETE CASCADE, 
	CONSTRAINT uq_source_location_id_path UNIQUE (location_id, path)
);
INSERT INTO "source" VALUES(1,1,'a.yaml','','6f590298b046898f1ff49e883b30399c9b20294b9dd69b11564858545dbbe69c','1:138feabb90b17e630441e0f2ae65dfa26c6dc662','file:/tmp/shop-descriptors/a.yaml','file:/tmp/shop-descriptors','','','','','',1.79552930229459547996e+09,1,1.79552930230637073521e+09,'[]','','[]');
CREATE TABLE upload (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR(43) NOT NULL, 
	plugin VARCHAR(63) NOT NULL, 
	type VARCHAR(63) NOT NULL, 
	name VARCHAR(63) NOT NULL, 
	is_draft BOOLEAN NOT NULL, 
	filename TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	body BLOB NOT NULL, 
	answers TEXT NOT NULL, 
	draft BLOB NOT NULL, 
	runs INTEGER NOT NULL, 
	results INTEGER NOT NULL, 
	problems INTEGER NOT NULL, 
	at FLOAT NOT NULL, 
	CONSTRAINT uq_upload_key UNIQUE ("key")
);
CREATE TABLE version (
	entity_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	at FLOAT NOT NULL, 
	action VARCHAR(16) NOT NULL, 
	location TEXT NOT NULL, 
	path TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	"commit" VARCHAR(64) NOT NULL, 
	author TEXT NOT NULL, 
	changed_at FLOAT, 
	digest VARCHAR(40) NOT NULL, 
	document BLOB, 
	diff TEXT NOT NULL, 
	CONSTRAINT pk_version PRIMARY KEY (entity_id, number), 
	CONSTRAINT fk_version_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE
);
INSERT INTO "version" VALUES(1,1,1.79552930226400351523e+09,'created','file:/tmp/shop-descriptors/a.yaml','a.yaml',1,'','',1.79552930018505573278e+09,'bb0941a5c7fbe1ab8973ef805057da3292ffe12f',X'7B2261706956657273696F6E223A226261636B73746167652E696F2F7631616C70686131222C226B696E64223A22436F6D706F6E656E74222C226D65746164617461223A7B226E616D65223A2273686F70222C227469746C65223A225468652053686F70222C2274616773223A5B226A617661225D2C226E616D657370616365223A2264656661756C74227D2C2273706563223A7B2274797065223A2273657276696365222C226C6966656379636C65223A2270726F64756374696F6E222C226F776E6572223A2267726F75703A7465616D227D7D','[]');
INSERT INTO "version" VALUES(1,2,1.79552930230612039566e+09,'updated','file:/tmp/shop-descriptors/a.yaml','a.yaml',1,'','',1.79552930229459547996e+09,'8a36db451c925095b7ad8871cbbef8db75ae9ba5',X'7B2261706956657273696F6E223A226261636B73746167652E696F2F7631616C70686131222C226B696E64223A22436F6D706F6E656E74222C226D65746164617461223A7B226E616D65223A2273686F70222C227469746C65223A225468652053686F70222C2274616773223A5B22676F225D2C226E616D657370616365223A2264656661756C74227D2C2273706563223A7B2274797065223A2273657276696365222C226C6966656379636C65223A2270726F64756374696F6E222C226F776E6572223A2267726F75703A7465616D227D7D','[{"op":"replace","path":"/metadata/tags","before":["java"],"after":["go"]}]');
CREATE TABLE "view" (
	entity_id INTEGER NOT NULL, 
	day INTEGER NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_view PRIMARY KEY (entity_id, day), 
	CONSTRAINT fk_view_entity_id_entity FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE
);
CREATE INDEX ix_change_entity_id ON change (entity_id);
CREATE INDEX ix_entity_kind_type_name ON entity (kind, type, name);
CREATE INDEX ix_entity_name ON entity (name);
CREATE INDEX ix_entity_orphan_since ON entity (orphan_since);
CREATE INDEX ix_entity_owner ON entity (owner);
CREATE INDEX ix_entity_parent ON entity (parent);
CREATE INDEX ix_entity_project ON entity (project);
CREATE INDEX ix_entity_source_id ON entity (source_id);
CREATE INDEX ix_entity_updated_at ON entity (updated_at);
CREATE INDEX ix_filter_row_entity_id ON filter_row (entity_id);
CREATE INDEX ix_relation_target_inverse ON relation (target, inverse);
CREATE INDEX ix_problem_entity_id ON problem (entity_id);
CREATE INDEX ix_problem_entity_ref ON problem (entity_ref);
CREATE INDEX ix_problem_location_id ON problem (location_id);
CREATE INDEX ix_problem_source_id ON problem (source_id);
CREATE INDEX ix_refresh_entity_id ON refresh (entity_id);
CREATE INDEX ix_refresh_next_at ON refresh (next_at);
CREATE INDEX ix_search_value_entity_id ON search_value (entity_id);
CREATE INDEX ix_search_value_field_id_number ON search_value (field_id, number);
CREATE INDEX ix_attachment_entity_id_plugin_type_source ON attachment (entity_id, plugin, type, source);
CREATE INDEX ix_attachment_plugin_type_until ON attachment (plugin, type, until);
CREATE INDEX ix_attachment_source ON attachment (source);
CREATE INDEX ix_problem_said_by ON problem (said_by);
CREATE INDEX ix_fact_dataset_folded ON fact_dataset (folded);
CREATE INDEX ix_fact_dataset_ref ON fact_dataset (ref);
CREATE INDEX ix_fact_dataset_same_as ON fact_dataset (same_as);
CREATE INDEX ix_fact_name_folded ON fact_name (folded);
CREATE INDEX ix_evaluation_result_latest ON evaluation_result (metric_id, slice_id, value, subject_id, run_id) WHERE latest = 1;
CREATE INDEX ix_evaluation_result_value ON evaluation_result (subject_id, metric_id, slice_id, value, run_id);
CREATE INDEX ix_push_key_at ON push_key (at);
CREATE INDEX ix_run_param_value ON run_param (subject_id, place, name_id, number, text, run_id);
CREATE INDEX ix_evaluation_run_group ON evaluation_run (subject_id, version, same_id, status, type, at);
CREATE INDEX ix_evaluation_run_latest ON evaluation_run (subject_id, latest, version) WHERE latest = 1;
CREATE INDEX ix_evaluation_run_dataset_id_subject_id ON evaluation_run (dataset_id, subject_id);
CREATE INDEX ix_evaluation_run_subject_id_began_id ON evaluation_run (subject_id, began, id);
CREATE INDEX ix_model_version_source_id_run_uid ON model_version (source_id, run_uid);
CREATE INDEX ix_comparison_result_next_at ON comparison_result (next_at);
CREATE INDEX ix_comparison_result_used_at ON comparison_result (used_at);
CREATE INDEX ix_upload_plugin_name ON upload (plugin, name);
CREATE INDEX ix_upload_at ON upload (at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('location',1);
INSERT INTO "sqlite_sequence" VALUES('source',1);
INSERT INTO "sqlite_sequence" VALUES('change',2);
INSERT INTO "sqlite_sequence" VALUES('attachment',1);
INSERT INTO "sqlite_sequence" VALUES('evaluation_run',1);
INSERT INTO "sqlite_sequence" VALUES('model_version',1);
COMMIT;
